mod drawn;
mod grid_kinds;
mod kinds;
mod marks;
mod statistics;
mod vega;

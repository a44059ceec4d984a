mod drawn;
mod grid_kinds;
mod kinds;
mod many;
mod marks;
mod statistics;
mod structure;
mod vega;

mod grid_kinds;
mod marks;
mod statistics;
mod vega;

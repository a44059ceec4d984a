mod marks;
mod statistics;
mod vega;

//! From a picture to SVG, PNG and Vega-Lite.

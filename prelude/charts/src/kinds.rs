//! The kinds of chart, one file each (or one per family).

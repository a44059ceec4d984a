# The project's chores. Each is one command that also works without `just`; `just ci` is what CI runs.

# List the recipes
default:
    @just --list --unsorted

# Everything that CI runs, in the same order
ci:
    bash .ci/run

# Format all code
fmt:
    cargo fmt --all

# Formatting and lints, with warnings denied
lint:
    cargo fmt --all --check
    cargo clippy --release --locked --all-targets -- -D warnings

# All tests, unit to end to end
test *arguments:
    cargo test --release --locked {{ arguments }}

# Run the tour, or other notebooks, through the kernel
run *notebooks="notebooks/00_tour.ipynb":
    cargo run --release --locked -- run {{ notebooks }}

# JupyterLab on the tutorials
lab *arguments:
    cargo run --release --locked -- lab {{ arguments }}

# Make this build the kernel that Jupyter starts
install *arguments:
    cargo run --release --locked -- install {{ arguments }}

# Check compiler, prelude, linker and Jupyter
doctor:
    cargo run --release --locked -- doctor

# Speed and memory, beside other kernels if they are installed
bench *arguments:
    cargo run --release --locked -- bench {{ arguments }}

# Licences, advisories and sources of all dependencies; needs `cargo install cargo-deny --locked`
deny:
    cargo deny check

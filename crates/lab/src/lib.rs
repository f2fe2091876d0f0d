//! The wasm that runs inside workers: entry points, stop, pool.

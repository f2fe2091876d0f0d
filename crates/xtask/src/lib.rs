//! cargo xtask: build the lab, dist, check, tidy, serve, bench.

//! Samples to statistics: speed-up, Amdahl and USL fits, warnings.

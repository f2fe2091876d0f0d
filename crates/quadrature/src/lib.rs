//! Numerical integration: integrands, rules, blocked summation, SIMD kernels.

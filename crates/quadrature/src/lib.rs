//! Numerical integration: integrands, rules, blocked summation, SIMD kernels.
//!
//! A [`Problem`] is cut into fixed [`Blocks`] that depend on the number of points only. Whoever
//! computes the block sums, in whatever order and on however many threads, [`combine`] and
//! [`Problem::finish`] turn them into the same value, bit for bit:
//!
//! ```
//! use quadrature::{Integrand, Kernel, Problem, Rule, combine};
//!
//! let problem = Problem {
//!     f: Integrand::X2,
//!     a: 0.0,
//!     b: 10.0,
//!     n: 100,
//!     rule: Rule::Left,
//!     kernel: Kernel::Simd,
//! };
//! let count = problem.blocks().count;
//! let mut sums: Vec<f64> = (0..count).rev().map(|block| problem.block_sum(block)).collect();
//! sums.reverse();
//! let value = problem.finish(combine(&sums));
//! assert_eq!(value.to_bits(), problem.sequential().to_bits());
//! assert!((value - 328.35).abs() < 1e-12);
//! ```
//!
//! The same holds across machines. Every value comes from `+`, `-`, `*`, `/` and `sqrt`, which
//! IEEE 754 rounds in one way only, or from functions built of these alone. Fused
//! multiply-add and the platform's own `sin` and `exp` never occur.
#![feature(portable_simd)]
#![forbid(unsafe_code)]

mod problem;

mod integrand;
mod kernel;
mod rule;

mod function;
mod sum;
mod vector_math;

pub use integrand::Integrand;
pub use kernel::Kernel;
pub use problem::{Blocks, Problem};
pub use rule::Rule;
pub use sum::{combine, running_sum};

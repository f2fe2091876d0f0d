//! The universal scalability law: throughput limited by contention and by coherency.

/// The universal scalability law, `X(n) = λ n / (1 + σ (n - 1) + κ n (n - 1))`.
///
/// With κ = 0 it is Amdahl's law with serial fraction σ; κ > 0 makes the throughput fall again.
///
/// Source: Gunther, "A General Theory of Computational Scalability Based on Rational Functions",
/// arXiv:0808.1431, 2008.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usl {
    /// σ: the cost of waiting for what only one thread may use at a time; 0 or more.
    pub contention: f64,
    /// κ: the cost of keeping every pair of threads in agreement; 0 or more.
    pub coherency: f64,
    /// λ: the throughput at 1 thread, in the unit of the points.
    pub rate: f64,
}

impl Usl {
    /// The throughput predicted at `threads` ≥ 1, which need not be whole (a curve is drawn with
    /// it), in the unit of the points.
    #[must_use]
    pub fn throughput(&self, threads: f64) -> f64 {
        let others = threads - 1.0;
        let cost = 1.0 + self.contention * others + self.coherency * threads * others;
        self.rate * threads / cost
    }

    /// The thread count at which the throughput is largest, `√((1 - σ) / κ)` but at least 1;
    /// `None` when it never falls (κ = 0 and σ ≤ 1).
    #[must_use]
    pub fn peak(&self) -> Option<f64> {
        if self.coherency > 0.0 {
            Some(((1.0 - self.contention).max(0.0) / self.coherency).sqrt().max(1.0))
        } else {
            (self.contention > 1.0).then_some(1.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(contention: f64, coherency: f64) -> Usl {
        Usl { contention, coherency, rate: 1000.0 }
    }

    /// σ = 0.1, κ = 0.01, λ = 1000: X(1) = 1000 and X(2) = 2000 / (1 + 0.1 + 0.02).
    #[test]
    fn the_law_predicts_these_throughputs() {
        let law = law(0.1, 0.01);
        assert_eq!(law.throughput(1.0), 1000.0);
        assert!((law.throughput(2.0) - 2000.0 / 1.12).abs() < 1e-9);
    }

    /// √((1 - 0.19) / 0.01) = 9; with σ above 1 the throughput falls from 1 thread on.
    #[test]
    fn the_peak_is_where_the_throughput_is_largest() {
        assert!((law(0.19, 0.01).peak().unwrap() - 9.0).abs() < 1e-9);
        assert_eq!(law(0.5, 0.0).peak(), None);
        assert_eq!(law(1.5, 0.0).peak(), Some(1.0));
        assert_eq!(law(1.5, 0.1).peak(), Some(1.0));
    }
}

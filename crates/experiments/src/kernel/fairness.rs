//! How evenly a resource was shared.

/// Jain's index of what each thread got: 1 if all got the same, 1/n if one of n got everything. 1 if
/// there was nothing to share.
///
/// Source: Jain, Chiu and Hawe, "A Quantitative Measure of Fairness and Discrimination for Resource
/// Allocation in Shared Computer Systems", DEC Research Report TR-301, 1984.
pub(crate) fn jain(shares: &[u64]) -> f64 {
    let sum: f64 = shares.iter().map(|&share| share as f64).sum();
    let squares: f64 = shares.iter().map(|&share| (share as f64) * (share as f64)).sum();
    if squares == 0.0 { 1.0 } else { sum * sum / (shares.len() as f64 * squares) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (3 + 1)² / (2 · (9 + 1)) = 16 / 20.
    #[test]
    fn fairness_is_1_for_equal_shares_and_1_of_n_for_one_winner() {
        assert_eq!(jain(&[5, 5, 5]), 1.0);
        assert_eq!(jain(&[9, 0, 0]), 1.0 / 3.0);
        assert_eq!(jain(&[3, 1]), 0.8);
        assert_eq!(jain(&[0, 0]), 1.0);
    }
}

//! Sorting by number: one sort for all views, because each type that is sorted is code to download.

use std::cmp::Ordering;

/// The numbers from 0 to `n`, in the order that `compare` says; what is equal keeps its place.
pub(crate) fn order(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_keeps_its_place() {
        let values = [2, 1, 2, 0];
        assert_eq!(order(4, &|a, b| values[a].cmp(&values[b])), [3, 1, 0, 2]);
    }
}

//! Linear least squares: coefficients, what remains, and the intervals of the coefficients.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The coefficients of linearly independent columns that come closest to a target.
pub(crate) struct LeastSquares {
    /// One coefficient for each column.
    pub(crate) solution: Vec<f64>,
    /// The sum of the squares that remain.
    pub(crate) residual: f64,
    /// Points less coefficients.
    freedom: usize,
    /// The inverse of `XᵀX`; times the variance of the points, the covariance of the coefficients.
    inverse: Vec<Vec<f64>>,
}

impl LeastSquares {
    /// Solves for `columns`, at least one, all as long as the target.
    ///
    /// Modified Gram–Schmidt: Björck, "Solving Linear Least Squares Problems by Gram-Schmidt
    /// Orthogonalization", BIT 7, 1967.
    pub(crate) fn of(mut columns: Vec<Vec<f64>>, mut target: Vec<f64>) -> Self {
        let count = columns.len();
        let freedom = target.len().saturating_sub(count);
        // X = Q U with orthogonal columns in Q and ones on the diagonal of U.
        let mut upper = vec![vec![0.0; count]; count];
        let mut solution = vec![0.0; count];
        for j in 0..count {
            upper[j][j] = 1.0;
            let (done, rest) = columns.split_at_mut(j + 1);
            let pivot = &done[j];
            for (k, column) in rest.iter_mut().enumerate() {
                upper[j][j + 1 + k] = remove_projection(column, pivot);
            }
            solution[j] = remove_projection(&mut target, pivot);
        }
        substitute(&upper, &mut solution);
        // (XᵀX)⁻¹ = U⁻¹ D⁻¹ U⁻ᵀ, where D holds the squares of the columns of Q.
        let squares: Vec<f64> = columns.iter().map(|column| dot(column, column)).collect();
        let mut inverse = vec![vec![0.0; count]; count];
        for j in 0..count {
            let mut column = vec![0.0; count];
            column[j] = 1.0;
            substitute(&upper, &mut column);
            for (row, left) in inverse.iter_mut().zip(&column) {
                for (cell, right) in row.iter_mut().zip(&column) {
                    *cell += left * right / squares[j];
                }
            }
        }
        Self { solution, residual: dot(&target, &target), freedom, inverse }
    }

    /// Half the width of the 95 % interval of a figure whose `gradient` by the coefficients is
    /// given: Student's t times its standard error, both from how far the points lie from the fit.
    /// `None` if there are no more points than coefficients, so that the scatter cannot be seen.
    ///
    /// Source: Draper and Smith, *Applied Regression Analysis*, Wiley, 1966, ch. 2.
    pub(crate) fn half_width(&self, gradient: &[f64]) -> Option<f64> {
        if self.freedom == 0 {
            return None;
        }
        let freedom = self.freedom as f64;
        let rows = self.inverse.iter().zip(gradient);
        let variance: f64 = rows.map(|(row, g)| g * dot(row, gradient)).sum();
        Some(student_t_975(freedom) * (self.residual / freedom * variance.max(0.0)).sqrt())
    }
}

/// Solves `upper · x = vector` in place, from the last row up.
fn substitute(upper: &[Vec<f64>], vector: &mut [f64]) {
    for j in (0..vector.len()).rev() {
        for k in j + 1..vector.len() {
            vector[j] -= upper[j][k] * vector[k];
        }
    }
}

/// Makes `vector` orthogonal to `direction`; the multiple of `direction` that was removed.
fn remove_projection(vector: &mut [f64], direction: &[f64]) -> f64 {
    let multiple = dot(vector, direction) / dot(direction, direction);
    for (v, d) in vector.iter_mut().zip(direction) {
        *v -= multiple * d;
    }
    multiple
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(l, r)| l * r).sum()
}

/// The 97.5 % quantile of Student's t for `freedom` ≥ 1: 95 % of the mass lies within ± it.
fn student_t_975(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom)
        .expect("the scale and the degrees of freedom are positive")
        .inverse_cdf(0.975)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} vs {expected}");
    }

    /// For 1 degree of freedom the distribution function is 1/2 + atan(t) / π, so
    /// t = tan(0.475 π) = 12.706; for 2 it is 1/2 + t / (2 √(2 + t²)), so
    /// t = 0.95 / √(2 × 0.975 × 0.025) = 4.3027.
    #[test]
    fn the_student_quantile_agrees_with_its_closed_forms() {
        assert_close(student_t_975(1.0), (0.475 * std::f64::consts::PI).tan());
        assert_close(student_t_975(2.0), 0.95 / (2.0_f64 * 0.975 * 0.025).sqrt());
    }

    /// The line through (0, 0), (1, 2), (2, 1): the mean is 1, the slope Σ x'y / Σ x'² with
    /// x' = -1, 0, 1: (0 + 0 + 1) / 2 = 1/2, so it starts at 1 - 1/2 = 1/2. Residuals -1/2, 1, -1/2:
    /// squares 3/2, one degree of freedom. XᵀX = [[3, 3], [3, 5]] has the determinant 6, so its
    /// inverse is [[5, -3], [-3, 3]] / 6. The slope has the variance 3/2 × 3/6 = 3/4, the start
    /// 3/2 × 5/6 = 5/4, and their sum 3/2 × (5 - 6 + 3) / 6 = 1/2.
    #[test]
    fn a_line_through_three_points_has_these_coefficients_and_variances() {
        let fit = LeastSquares::of(vec![vec![1.0; 3], vec![0.0, 1.0, 2.0]], vec![0.0, 2.0, 1.0]);
        assert_close(fit.solution[0], 0.5);
        assert_close(fit.solution[1], 0.5);
        assert_close(fit.residual, 1.5);
        let t = student_t_975(1.0);
        assert_close(fit.half_width(&[0.0, 1.0]).unwrap(), t * 0.75_f64.sqrt());
        assert_close(fit.half_width(&[1.0, 0.0]).unwrap(), t * 1.25_f64.sqrt());
        assert_close(fit.half_width(&[1.0, 1.0]).unwrap(), t * 0.5_f64.sqrt());
    }

    #[test]
    fn as_many_coefficients_as_points_leave_no_scatter_to_see() {
        let fit = LeastSquares::of(vec![vec![1.0; 2], vec![0.0, 1.0]], vec![3.0, 5.0]);
        assert_eq!(fit.solution, [3.0, 2.0]);
        assert_eq!(fit.half_width(&[0.0, 1.0]), None);
    }
}

//! From values to positions, and the round values that an axis names.

/// Values from `low` to `high` along a line of 100 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Scale {
    /// A scale; where `high` does not exceed `low`, it is 1 unit long.
    pub(super) fn new(low: f64, high: f64) -> Self {
        Self { low, high: if high > low { high } else { low + 1.0 } }
    }

    /// Position of `value` in percent; outside the scale it is below 0 or above 100.
    pub(super) fn at(self, value: f64) -> f64 {
        100.0 * (value - self.low) / (self.high - self.low)
    }

    /// The position as an attribute.
    pub(super) fn x(self, value: f64) -> String {
        format!("{:.3}%", self.at(value))
    }

    /// The same from the lower end up, as an attribute of something measured from the top.
    pub(super) fn y(self, value: f64) -> String {
        format!("{:.3}%", 100.0 - self.at(value))
    }

    /// The multiples of a round step, 1, 2 or 5 times a power of ten, that lie on the scale; about
    /// `wanted` of them, never more than that and 1.
    pub(super) fn ticks(self, wanted: u32) -> Ticks {
        let step = round_step((self.high - self.low) / f64::from(wanted.max(1)));
        let slack = step * 1e-9;
        let first = ((self.low - slack) / step).ceil() as i64;
        let last = ((self.high + slack) / step).floor() as i64;
        Ticks { step, values: (first..=last).map(|index| index as f64 * step).collect() }
    }
}

/// Round values of an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    pub(super) step: f64,
    pub(super) values: Vec<f64>,
}

impl Ticks {
    /// The value with as many decimals as the step needs.
    pub(super) fn text(&self, value: f64) -> String {
        let decimals = (-(self.step * (1.0 + 1e-9)).log10().floor()).max(0.0) as usize;
        format!("{:.decimals$}", value + 0.0).replace('-', "−")
    }
}

/// The unit in which durations up to `longest_ms` read well, and how many of it are a millisecond.
pub(super) fn time_unit(longest_ms: f64) -> (&'static str, f64) {
    match longest_ms {
        ..1.0 => ("µs", 1000.0),
        10_000.0.. => ("s", 0.001),
        _ => ("ms", 1.0),
    }
}

/// The least of 1, 2, 5, 10, … times a power of ten that is at least `step`.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powi(step.log10().floor() as i32);
    let found = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * (1.0 - 1e-9));
    found.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64, wanted: u32) -> Vec<String> {
        let ticks = Scale::new(low, high).ticks(wanted);
        ticks.values.iter().map(|&value| ticks.text(value)).collect()
    }

    /// 10 / 5 = 2 is a round step itself; 12 / 5 = 2.4 goes up to 5; 0.9 / 4 = 0.225 to 0.5.
    #[test]
    fn steps_are_one_two_or_five_times_a_power_of_ten() {
        assert_eq!(texts(0.0, 10.0, 5), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(texts(0.0, 12.0, 5), ["0", "5", "10"]);
        assert_eq!(texts(0.0, 0.9, 4), ["0.0", "0.5"]);
        assert_eq!(texts(0.0, 3500.0, 4), ["0", "1000", "2000", "3000"]);
    }

    #[test]
    fn ticks_are_multiples_of_the_step_even_where_the_scale_begins_between_them() {
        assert_eq!(texts(1.0, 8.0, 4), ["2", "4", "6", "8"]);
        assert_eq!(texts(-0.3, 0.3, 6), ["−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"]);
    }

    #[test]
    fn an_empty_range_is_one_unit_long() {
        assert_eq!(Scale::new(3.0, 3.0), Scale { low: 3.0, high: 4.0 });
    }

    #[test]
    fn positions_are_percentages() {
        let scale = Scale::new(2.0, 4.0);
        assert_eq!((scale.x(2.5), scale.y(2.5)), ("25.000%".to_owned(), "75.000%".to_owned()));
    }

    #[test]
    fn durations_take_the_unit_that_fits_the_longest() {
        assert_eq!(time_unit(0.4), ("µs", 1000.0));
        assert_eq!(time_unit(4.0), ("ms", 1.0));
        assert_eq!(time_unit(40_000.0), ("s", 0.001));
    }
}

//! From typed text to checked values, with an error that names the field, the value and the limit.

use crate::computer::Computer;
use crate::decimal::decimal;
use crate::error::{ParamError, Problem};
use crate::face::Face;
use crate::param::{Allowed, DefaultValue, Param, ParamKind, ParamValue};
use trace::Few;

/// The texts given for one experiment, read field by field. Errors are collected, not returned at
/// the first, so that a form can show each beside its field.
#[derive(Debug)]
pub struct Fields<'a> {
    params: &'static [Param],
    face: Face,
    given: &'a Few<&'static str, String>,
    computer: Computer,
    errors: Vec<ParamError>,
}

impl<'a> Fields<'a> {
    /// The texts `given` for `params` in `face` on `computer`.
    pub(crate) fn new(
        params: &'static [Param],
        face: Face,
        given: &'a Few<&'static str, String>,
        computer: Computer,
    ) -> Self {
        Self { params, face, given, computer, errors: Vec::new() }
    }

    /// What the parameters are for.
    pub(crate) fn face(&self) -> Face {
        self.face
    }

    /// The machine that the defaults are for.
    #[must_use]
    pub fn computer(&self) -> Computer {
        self.computer
    }

    /// The text for `name`: the one given, or else the default.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.given.get(name).cloned().unwrap_or_else(|| self.default_text(name))
    }

    /// The text that holds for `name` if nothing is given.
    #[must_use]
    pub fn default_text(&self, name: &str) -> String {
        match self.allowed(name).default {
            DefaultValue::Fixed(text) => text.to_owned(),
            DefaultValue::Cores => {
                let (_, max) = self.allowed(name).limits().expect("a count has limits");
                f64::from(self.computer.cores).min(max).to_string()
            }
            DefaultValue::Sum(one, other) => {
                let part = |name| read_integer(&self.text(name)).unwrap_or(0);
                part(one).saturating_add(part(other)).to_string()
            }
            DefaultValue::Rest { sum, other, otherwise } => {
                let given = self.given.get(sum).and_then(|text| read_integer(text));
                let Some(sum) = given else { return otherwise.to_owned() };
                let rest = match other {
                    Some(other) => sum.saturating_sub(read_integer(&self.text(other)).unwrap_or(0)),
                    None => sum.div_ceil(2),
                };
                let (min, max) = self.allowed(name).limits().expect("a part has limits");
                rest.clamp(min as u64, max as u64).to_string()
            }
            DefaultValue::Follows { param, table } => {
                let choice = self.text(param);
                let found = table.iter().find(|(value, _)| *value == choice);
                // An unknown choice is reported beside its own field.
                found.unwrap_or(&table[0]).1.to_owned()
            }
        }
    }

    /// The whole number given for `name`; its least value, and an error kept, if that is refused.
    ///
    /// Digits, digits grouped by `_`, and forms such as `1e7` are read.
    pub fn integer(&mut self, name: &'static str) -> u64 {
        let ParamKind::Integer { min, max } = self.allowed(name).kind else {
            unreachable!("{name} is declared as an integer");
        };
        let text = self.text(name);
        match read_integer(&text) {
            Some(number) if (min..=max).contains(&number) => number,
            Some(_) => {
                self.refuse(ParamError::new(name, text, Problem::IntegerOutside { min, max }));
                min
            }
            None => {
                self.refuse(ParamError::new(name, text, Problem::NotAnInteger { min, max }));
                min
            }
        }
    }

    /// Whether something was given for `name`.
    pub(crate) fn is_given(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// The number given for `name`; its least value, and an error kept, if that is refused.
    pub fn real(&mut self, name: &'static str) -> f64 {
        let ParamKind::Real { min, max } = self.allowed(name).kind else {
            unreachable!("{name} is declared as a number");
        };
        let text = self.text(name);
        match decimal(text.trim()) {
            Some(number) if (min..=max).contains(&number) => number + 0.0, // -0 becomes 0
            Some(number) if number.is_finite() => {
                self.refuse(ParamError::new(name, text, Problem::RealOutside { min, max }));
                min
            }
            _ => {
                self.refuse(ParamError::new(name, text, Problem::NotFinite));
                min
            }
        }
    }

    /// The word given for `name`; the first on offer, and an error kept, if that is refused.
    pub fn word(&mut self, name: &'static str) -> &'static str {
        let choices = self.allowed(name).choices();
        let text = self.text(name);
        choices.iter().copied().find(|choice| *choice == text).unwrap_or_else(|| {
            let words = choices.join(", ");
            self.refuse(ParamError::new(name, text, Problem::NotOffered { words }));
            choices[0]
        })
    }

    /// Whether nothing was refused so far.
    pub(crate) fn all_right(&self) -> bool {
        self.errors.is_empty()
    }

    /// Keeps `error`, unless its field was refused already.
    pub fn refuse(&mut self, error: ParamError) {
        if self.errors.iter().all(|kept| kept.field != error.field) {
            self.errors.push(error);
        }
    }

    /// The errors kept, if any.
    ///
    /// # Errors
    ///
    /// All of them, in the order found.
    pub fn finish(self) -> Result<(), Vec<ParamError>> {
        if self.errors.is_empty() { Ok(()) } else { Err(self.errors) }
    }

    /// The canonical value of the default of `name`, or `None` where it depends on the machine or on
    /// parameters whose own default depends on this one.
    #[must_use]
    pub fn portable_default(&self, name: &str) -> Option<String> {
        match self.allowed(name).default {
            DefaultValue::Cores | DefaultValue::Sum(..) => None,
            DefaultValue::Fixed(_) | DefaultValue::Follows { .. } | DefaultValue::Rest { .. } => {
                let text = self.default_text(name);
                Some(match self.allowed(name).kind {
                    ParamKind::Real { .. } => {
                        decimal(&text).map_or(text, |number| ParamValue::Real(number).to_string())
                    }
                    ParamKind::Integer { .. } | ParamKind::Choice(_) => text,
                })
            }
        }
    }

    fn allowed(&self, name: &str) -> Allowed {
        let found = self.params.iter().find(|param| param.name == name);
        found.expect("experiments read only the parameters they declare").anywhere(self.face)
    }
}

/// Reads `10000000`, `10_000_000` and `1e7`; `None` for anything else or beyond `u64`.
fn read_integer(text: &str) -> Option<u64> {
    let text = text.trim();
    let well_formed = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit());
    if !well_formed {
        return None;
    }
    let digits = text.replace('_', "");
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((&digits, "0"));
    let power = 10_u64.checked_pow(exponent.parse().ok()?);
    // A number too great for 64 bits is still a whole number, only far outside every limit.
    let whole = mantissa.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| {
        mantissa
            .parse::<u64>()
            .ok()
            .zip(power)
            .and_then(|(m, p)| m.checked_mul(p))
            .unwrap_or(u64::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_people_write_them() {
        for text in ["10000000", "10_000_000", "1e7", "1E7", " 10000000 "] {
            assert_eq!(read_integer(text), Some(10_000_000), "{text}");
        }
        for text in ["", "1.5", "-1", "+1", "1e-3", "_1", "1e", "NaN", "0x10", "ten"] {
            assert_eq!(read_integer(text), None, "{text}");
        }
        assert_eq!(read_integer("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(read_integer("1e400"), Some(u64::MAX));
    }
}

//! The catalogue as plain data, for scripts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::param::Fields;
use crate::spec::{ParamKind, ParamSpec, ParamValue};
use crate::{CATALOGUE, Machine};

/// Every experiment with its parameters: `[{id, title, group, params: [{name, kind, default, min,
/// max, choices, unit, help}]}]`. Kinds are `"integer"`, `"real"` and `"choice"`; `min`, `max` and
/// `choices` are null where they do not apply; defaults are those on `machine`.
#[must_use]
pub fn listing(machine: Machine) -> Value {
    let experiments = CATALOGUE.iter().map(|experiment| {
        let spec = experiment.spec();
        let given = BTreeMap::new();
        let fields = Fields::new(spec.params, &given, machine);
        let params: Vec<Value> = spec.params.iter().map(|param| entry(param, &fields)).collect();
        json!({ "id": spec.id, "title": spec.title, "group": spec.group.title(), "params": params })
    });
    experiments.collect()
}

fn entry(param: &ParamSpec, fields: &Fields<'_>) -> Value {
    let default = fields.default_text(param.name);
    let (kind, default, min, max) = match param.kind {
        ParamKind::Integer { min, max } => {
            let number = default.parse().expect("a default is a value of its kind");
            ("integer", ParamValue::Integer(number).into(), json!(min), json!(max))
        }
        ParamKind::Real { min, max } => {
            let number = default.parse().expect("a default is a value of its kind");
            ("real", ParamValue::Real(number).into(), json!(min), json!(max))
        }
        ParamKind::Choice(_) => ("choice", json!(default), Value::Null, Value::Null),
    };
    let words: Vec<&str> = param.choices().iter().map(|choice| choice.value).collect();
    let choices = if words.is_empty() { Value::Null } else { json!(words) };
    json!({
        "name": param.name, "kind": kind, "default": default, "min": min, "max": max,
        "choices": choices, "unit": param.unit, "help": param.help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_listed_as_a_value_of_its_kind() {
        let listing = listing(Machine { cores: 2 });
        let integrate = &listing[0];
        assert_eq!(
            (&integrate["id"], &integrate["params"][0]["name"]),
            (&json!("integrate"), &json!("threads"))
        );
        assert_eq!(integrate["params"][0]["default"], json!(2));
        assert_eq!(integrate["params"][0]["max"], json!(64));
        let names = |i: usize| listing[i]["params"].as_array().unwrap().len();
        assert_eq!((names(0), names(1)), (11, 4));
    }
}

//! Questions with one answer, and answers that fit them.

use super::Scalar;
use crate::support::dice::Dice;
use serde_json::{Value, json};

const WORDS: [&str; 12] =
    ["a", "Zoé", "l’été", "<b>&\"'", "a  b", "0", "#1", "é/~1", "true", "12,5", "-", "{{ x }} {% y %}"];

fn scalar(schema: Value, pool: Vec<Value>) -> Scalar {
    Scalar { schema, options: json!({}), pool }
}

fn word(dice: &mut Dice<'_>) -> String {
    let mut text = (*dice.pick(&WORDS)).to_owned();
    if dice.often(3) {
        text += *dice.pick(&[" ou ", ", ", "/", "~", "%20"]);
        text += *dice.pick(&WORDS);
    }
    text
}

fn words(dice: &mut Dice<'_>) -> Vec<Value> {
    (0..3).map(|_| Value::from(word(dice))).collect()
}

/// Different values of one list, as keys tell them apart.
fn values(dice: &mut Dice<'_>) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let is_mixed = dice.often(2);
    // Few choices are buttons, more are a list that opens.
    let most = if dice.often(2) { 12 } else { 4 };
    for n in 0..2 + dice.below(most) {
        let value = if is_mixed && n % 2 == 1 { json!(dice.between(-5, 2_000)) } else { json!(word(dice)) };
        let key = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if !found.iter().any(|other| key(other) == key(&value)) {
            found.push(value);
        }
    }
    found
}

fn titled(values: &[Value]) -> Vec<Value> {
    let titles = values.iter().enumerate();
    titles.map(|(n, value)| json!({ "const": value, "title": format!("Choix {n}") })).collect()
}

fn amount(dice: &mut Dice<'_>, decimals: u32) -> Value {
    let unit = 10_i64.pow(decimals);
    let units = dice.between(-1_000_000_000, 1_000_000_000);
    if units % unit == 0 {
        return json!(units / unit);
    }
    let digits = decimals as usize;
    let text =
        format!("{}{}.{:0digits$}", if units < 0 { "-" } else { "" }, (units / unit).abs(), (units % unit).abs());
    serde_json::from_str(&text).unwrap()
}

fn day(dice: &mut Dice<'_>) -> String {
    format!("{}-{:02}-{:02}", dice.between(1000, 9999), dice.between(1, 12), dice.between(1, 28))
}

/// A question with one answer.
pub fn any(dice: &mut Dice<'_>) -> Scalar {
    let mut found = match dice.below(23) {
        0 => {
            let pool = words(dice);
            scalar(json!({"type": "string"}), pool)
        }
        1 => {
            let lines = format!("{}\n\n{}", word(dice), word(dice));
            Scalar { options: json!({"multi": true}), ..scalar(json!({"type": "string"}), vec![json!(lines)]) }
        }
        2 => scalar(json!({"type": "string", "pattern": "^[a-z]{2,5}$"}), vec![json!("ab"), json!("zzzzz")]),
        3 => {
            let pool = vec![json!(dice.between(-1_000_000_000_000, 1_000_000_000_000)), json!(0)];
            scalar(json!({"type": "integer"}), pool)
        }
        4 => scalar(
            json!({"type": "integer", "exclusiveMinimum": 1899, "multipleOf": 5}),
            vec![json!(1900), json!(2025)],
        ),
        5 => {
            let decimals = u32::try_from(dice.between(0, 9)).unwrap();
            let pool = vec![amount(dice, decimals), amount(dice, decimals)];
            scalar(json!({"type": "number"}), pool)
        }
        6 => {
            let pool = vec![amount(dice, 2), amount(dice, 2)];
            scalar(json!({"type": "number", "format": "money"}), pool)
        }
        7 => {
            let pool = vec![json!(day(dice)), json!(day(dice))];
            scalar(json!({"type": "string", "format": "date"}), pool)
        }
        8 => {
            let time = format!("{:02}:{:02}:00", dice.between(0, 23), dice.between(0, 59));
            scalar(json!({"type": "string", "format": "time"}), vec![json!(time)])
        }
        9 => {
            // In winter, when Paris is an hour before Greenwich.
            let (year, day, hour) = (dice.between(1980, 2100), dice.between(1, 31), dice.between(0, 23));
            let moment = format!("{year}-01-{day:02}T{hour:02}:{:02}:00+01:00", dice.between(0, 59));
            scalar(json!({"type": "string", "format": "date-time"}), vec![json!(moment)])
        }
        10 | 11 => scalar(json!({"type": "boolean"}), vec![json!(false), json!(true)]),
        12 => {
            Scalar { options: json!({"format": "checkbox"}), ..scalar(json!({"type": "boolean"}), vec![json!(true)]) }
        }
        13 => {
            let pool = values(dice);
            scalar(json!({ "enum": pool }), pool)
        }
        14 => {
            let pool = values(dice);
            scalar(json!({ "oneOf": titled(&pool) }), pool)
        }
        15 => several(dice),
        16 => {
            let (offered, mut pool) = (vec![json!("oui"), json!("non")], words(dice));
            pool.extend(offered.clone());
            scalar(json!({"anyOf": [{ "enum": offered }, {"type": "string"}]}), pool)
        }
        17 => scalar(json!({"type": "string", "format": "email"}), vec![json!("zoe@exemple.fr")]),
        18 => scalar(json!({"type": ["string", "null"]}), words(dice)),
        19 => scalar(json!({"const": dice.pick(&[json!("fixe"), json!(5), json!(true), json!(2.5)])}), Vec::new()),
        20 => scalar(json!({"type": "array", "items": {"type": "integer"}}), vec![json!([3, 0]), json!([7])]),
        21 => several_or_others(dice),
        _ => scalar(json!({"type": ["string", "number"]}), vec![json!("douze"), json!(12), json!(-0.5)]),
    };
    if found.pool.is_empty() {
        found.pool = vec![found.schema["const"].clone()];
    }
    found
}

/// The same question, with an answer to begin with. A box that is ticked beforehand can't be told from one that was ticked.
pub fn preset(dice: &mut Dice<'_>, scalar: &mut Scalar) {
    if dice.often(2) && scalar.schema["type"] != "boolean" && scalar.schema.get("const").is_none() {
        scalar.schema["default"] = scalar.pool[0].clone();
    }
}

/// Several values of a list, in its order.
fn several(dice: &mut Dice<'_>) -> Scalar {
    let offered = values(dice);
    let items = if dice.often(5) { json!({ "enum": offered }) } else { json!({ "oneOf": titled(&offered) }) };
    let some: Vec<Value> = offered.iter().filter(|_| dice.often(5)).cloned().collect();
    let pool = [vec![offered[0].clone()], some, offered].into_iter().filter(|list| !list.is_empty());
    let pool = pool.map(Value::from).collect();
    scalar(json!({"type": "array", "uniqueItems": true, "items": items}), pool)
}

/// The same, where others may be written.
fn several_or_others(dice: &mut Dice<'_>) -> Scalar {
    let items = json!({"anyOf": [{"enum": ["mon", "tue"]}, {"type": "string"}]});
    let pool = [json!(["tue"]), json!(["mon", "tue", "wed"]), json!([word(dice), "!"])];
    scalar(json!({"type": "array", "uniqueItems": true, "items": items}), pool.into())
}

//! The hash chain of a dossier's history: each event is sealed with the one before, so that any change shows.
//!
//! Anyone who holds the events can recompute it: SHA-256 over the previous hash (32 zero bytes before the first event) and
//! the event's canonical JSON. Keeping the head apart shows that the last events were not cut off.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// A link of the chain.
pub type Hash = [u8; 32];

/// The chain does not hold at this event, the first being 0: it, or one before it, is not what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the chain is broken at event {index}")]
pub struct Broken {
    pub index: usize,
}

/// JSON that has one spelling for one value: keys sorted as RFC 8785 does (UTF-16), no space, `1.0` is `1`. Numbers have no
/// exponent, and large whole numbers keep every digit: a value read back from PostgreSQL's `jsonb` is spelled the same.
pub fn canonical_json(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

/// The hash of an event after the previous one.
pub fn link(previous: Option<&Hash>, event: &Value) -> Hash {
    let digest =
        Sha256::new().chain_update(previous.unwrap_or(&[0; 32])).chain_update(canonical_json(event)).finalize();
    digest.into()
}

/// Recomputes a chain from the events' contents, oldest first, each with the hash that was kept. Returns the head, `None`
/// for no event; the caller compares it with the head that it keeps elsewhere.
pub fn verify<'a>(events: impl IntoIterator<Item = (&'a Value, Hash)>) -> Result<Option<Hash>, Broken> {
    let mut head = None;
    for (index, (event, kept)) in events.into_iter().enumerate() {
        if link(head.as_ref(), event) != kept {
            return Err(Broken { index });
        }
        head = Some(kept);
    }
    Ok(head)
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => write_list(items.iter(), ['[', ']'], text, write),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            write_list(fields.into_iter(), ['{', '}'], text, |(key, value), text| {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
            });
        }
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            // A sum with zero makes minus zero plain.
            Some(float) => text.push_str(&(float + 0.0).to_string()),
            None => text.push_str(&number.to_string()),
        },
        plain => text.push_str(&plain.to_string()),
    }
}

fn write_list<T>(items: impl Iterator<Item = T>, ends: [char; 2], text: &mut String, write: impl Fn(T, &mut String)) {
    text.push(ends[0]);
    for (n, item) in items.enumerate() {
        if n > 0 {
            text.push(',');
        }
        write(item, text);
    }
    text.push(ends[1]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn chained(events: &[Value]) -> Vec<(Value, Hash)> {
        let mut head = None;
        let seal = |event: &Value| {
            let hash = link(head.as_ref(), event);
            head = Some(hash);
            (event.clone(), hash)
        };
        events.iter().map(seal).collect()
    }

    fn check(events: &[(Value, Hash)]) -> Result<Option<Hash>, Broken> {
        verify(events.iter().map(|(event, hash)| (event, *hash)))
    }

    fn events() -> Vec<(Value, Hash)> {
        chained(&[json!({"seq": 1, "to": "a"}), json!({"seq": 2, "to": "b"}), json!({"seq": 3, "to": "é"})])
    }

    #[test]
    fn one_value_has_one_spelling() {
        let value = json!({"b": [1.0, -0.0, 1e21, 0.1, 1e-7], "\u{e000}": null, "a": "é\"\n", "😀": true});
        let expected =
            "{\"a\":\"é\\\"\\n\",\"b\":[1,0,1000000000000000000000,0.1,0.0000001],\"😀\":true,\"\u{e000}\":null}";
        assert_eq!(canonical_json(&value), expected);
        assert_eq!(canonical_json(&json!(12345678901234567000.0)), "12345678901234567000");
        assert_eq!(canonical_json(&json!(u64::MAX)), "18446744073709551615");
    }

    #[test]
    fn the_first_hash_is_known() {
        // printf '\0%.0s' {1..32} | cat - <(printf '{"a":1}') | sha256sum
        let hash: String = link(None, &json!({"a": 1})).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, "b06a229070741292512e8760f470dd7a4c46ccfdf253df781d88dabe58c1ccb1");
    }

    #[test]
    fn a_whole_chain_gives_its_head() {
        let events = events();
        assert_eq!(check(&events), Ok(Some(events[2].1)));
        assert_eq!(check(&[]), Ok(None));
    }

    #[test]
    fn removed_and_swapped_events_are_seen() {
        for removed in 0..2 {
            let mut events = events();
            events.remove(removed);
            assert_eq!(check(&events), Err(Broken { index: removed }));
        }
        let mut cut = events();
        let head = cut.pop().unwrap().1;
        assert_ne!(check(&cut), Ok(Some(head)), "the last one gone: the head tells");
        let mut swapped = events();
        swapped.swap(0, 1);
        assert_eq!(check(&swapped), Err(Broken { index: 0 }));
        let mut resealed = events();
        resealed[0].0["to"] = json!("z");
        resealed[0].1 = link(None, &resealed[0].0);
        assert_eq!(check(&resealed), Err(Broken { index: 1 }));
    }

    fn content() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("\\PC{0,4}", inner), 0..4)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_json_and_stable(value in content()) {
            let text = canonical_json(&value);
            let back: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(canonical_json(&back), text);
        }

        #[test]
        fn any_changed_byte_is_seen(contents in prop::collection::vec(content(), 1..6), at: prop::sample::Index,
            place: prop::sample::Index, other in content(), flip in 1u8..) {
            let sealed = chained(&contents);
            let n = at.index(sealed.len());
            let mut changed = sealed.clone();
            changed[n].1[place.index(32)] ^= flip;
            prop_assert_eq!(check(&changed), Err(Broken { index: n }));
            if canonical_json(&other) != canonical_json(&contents[n]) {
                let mut changed = sealed;
                changed[n].0 = other;
                prop_assert_eq!(check(&changed), Err(Broken { index: n }));
            }
        }
    }
}

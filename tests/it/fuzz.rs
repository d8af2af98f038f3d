//! What comes from outside, made at random but of the words that the readers know: nothing panics, nothing takes long.
//! `FUZZ_SECONDS` is the time of all targets together, each of which gets its share. A failure is kept as a seed, and tried first ever after.

use crate::corpus::{of_kind, schemas};
use crate::support::dice::Dice;
use crate::support::noise::{WORDS, anything, changed, scalar, some_text};
use crate::support::story::PDF;
use actix_multipart::Multipart;
use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use actix_web::test::TestRequest;
use actix_web::web::Data;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream;
use guichet::files::upload::{self, For};
use guichet::form::{Context, Definition, Form, ViewOptions};
use guichet::procedures::imports::{self, Format};
use guichet::rules::{self, OPERATORS, Rule};
use guichet::storage::Storage;
use guichet::web::{Authors, Settings, csrf, pairs};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many targets share the time.
const TARGETS: u64 = 6;
/// Seconds of all targets, when nothing is said.
const SECONDS: u64 = 15;
/// The longest that one turn may take on a busy machine, without optimisation.
const LONGEST: Duration = Duration::from_secs(10);

/// Tries a target until its time is over.
fn fuzz(target: impl Fn(&mut Dice<'_>)) {
    let asked: Option<u64> = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let budget = Duration::from_millis(asked.unwrap_or(SECONDS) * 1000 / TARGETS);
    let (start, mut turns) = (Instant::now(), 0_u64);
    while start.elapsed() < budget {
        let config = ProptestConfig { cases: 100, source_file: Some(file!()), ..ProptestConfig::default() };
        // Without a budget of its own the same is tried each time: what is new is for `make verify` to find.
        let mut runner = match asked {
            Some(_) => TestRunner::new(config),
            None => {
                let mut seed = [0; 32];
                seed[..8].copy_from_slice(&u64::to_le_bytes(turns));
                TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
            }
        };
        let tried = runner.run(&proptest::collection::vec(any::<u8>(), 0..1500), |bytes| {
            if start.elapsed() < budget {
                let begun = Instant::now();
                target(&mut Dice::new(&bytes));
                prop_assert!(begun.elapsed() < LONGEST, "{:?}", begun.elapsed());
            }
            Ok(())
        });
        if let Err(failure) = tried {
            panic!("{failure}");
        }
        turns += 100;
    }
    eprintln!("{turns} turns");
}

/// Public forms that are short enough to be tried often.
static PUBLIC: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let found = schemas().into_iter().map(|(_, document)| document);
    found.filter(|document| document.to_string().len() < 12_000).collect()
});

fn some_form(dice: &mut Dice<'_>) -> Value {
    if !PUBLIC.is_empty() && dice.often(4) {
        return changed(dice.pick(&PUBLIC), dice);
    }
    let mut schema = anything(dice, 6);
    if let Value::Object(fields) = &mut schema {
        fields.insert("type".to_owned(), json!("object"));
    }
    if dice.often(5) { json!({"schema": schema, "uischema": anything(dice, 5)}) } else { schema }
}

/// Answers to a form: by its own names, or not.
fn some_answers(form: &Form, dice: &mut Dice<'_>) -> Value {
    let mut answers = Map::new();
    for field in form.fields("fr").into_iter().take(12) {
        let names: Vec<&str> = field.pointer.split('/').skip(1).collect();
        if let [name] = names.as_slice() {
            answers.insert((*name).to_owned(), anything(dice, 3));
        }
    }
    if dice.often(8) { Value::Object(answers) } else { anything(dice, 4) }
}

#[test]
fn no_schema_and_no_answer_makes_a_form_fall() {
    fuzz(|dice| {
        let Ok(definition) = Definition::bare(some_form(dice)) else { return };
        let Ok(form) = Form::compile(&definition, &[]) else { return };
        let context = Context::default();
        let answers = some_answers(&form, dice);
        let evaluation = form.evaluate(&answers, &context);
        form.check(&answers, &context);
        form.validate(&answers, &context);
        form.summary(&answers, &evaluation, "fr");
        let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
        let pages = (1..=form.pages().len()).take(3);
        pages.for_each(|page| drop(form.page_view(page, &answers, &evaluation, &BTreeMap::new(), &options)));
        let names: Vec<String> = form.fields("en").into_iter().map(|field| field.pointer.replace('*', "0")).collect();
        let mut posted = Vec::new();
        for _ in 0..dice.below(12) {
            let known = if names.is_empty() { String::new() } else { dice.pick(&names).clone() };
            let end = *dice.pick(&["", "#branch", "#name", "/0", "/a"]);
            posted.push((known + end, some_text(dice)));
        }
        let mut draft = form.merge(&answers, &posted, None);
        form.propose(&answers, &mut draft, &context, None);
        names.iter().take(4).for_each(|name| drop(form.add_row(&mut draft, name, None)));
        form.evaluate(&draft, &context);
    });
}

#[test]
fn no_rule_makes_the_evaluator_fall() {
    fn rule(dice: &mut Dice<'_>, depth: usize) -> Value {
        if depth == 0 || dice.is_empty() {
            return if dice.often(5) {
                json!({"var": dice.pick(&["form.a", "form.b.c", "a", "", "today", "form.rows"])})
            } else {
                scalar(dice)
            };
        }
        let arguments: Value = (0..dice.below(4)).map(|_| rule(dice, depth - 1)).collect();
        let operator = if dice.often(9) { dice.pick(&OPERATORS).0 } else { *dice.pick(&WORDS) };
        json!({ operator: arguments })
    }
    fuzz(|dice| {
        let depth = 1 + dice.below(6);
        let Ok(rule) = Rule::compile(&rule(dice, depth)) else { return };
        let answers =
            json!({"a": anything(dice, 2), "b": {"c": scalar(dice)}, "rows": [anything(dice, 2), {"a": scalar(dice)}]});
        let (nothing, today) = (Value::Null, json!("2026-03-01"));
        let context = rules::Context::new(&nothing);
        let context = context.with("form", &answers);
        let context = context.with("today", &today);
        rule.is_true(&context);
        rule.value(&context);
    });
}

#[test]
fn no_posted_body_makes_the_reader_fall() {
    let form = Form::compile(
        &Definition::bare(json!({"type": "object", "properties": {
            "a": {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string", "format": "date"}}}},
            "b": {"type": "array", "items": {"enum": ["a", "b"]}},
            "c": {"type": "object", "additionalProperties": {"type": "number"}},
            "d": {"$ref": "../types/geometry.json"}
        }}))
        .unwrap(),
        &[],
    )
    .unwrap();
    const PIECES: [&str; 24] = [
        "&",
        "=",
        "%",
        "%2F",
        "%00",
        "%ff",
        "+",
        "/a",
        "/0",
        "/b",
        "/c",
        "/d",
        "/features/0/geometry",
        "#branch",
        "%23name",
        "*",
        "-1",
        "99999999999999999999",
        "~",
        "é",
        "\u{0}",
        "a=b",
        "/base",
        "{\"type\":\"Point\",\"coordinates\":[1,2]}",
    ];
    fuzz(move |dice| {
        let mut body = Vec::new();
        while !dice.is_empty() {
            if dice.often(8) {
                body.extend_from_slice(dice.pick(&PIECES).as_bytes());
            } else {
                body.push(u8::try_from(dice.below(256)).unwrap());
            }
        }
        let Ok(posted) = pairs(&body) else { return };
        let draft = form.merge(&anything(dice, 3), &posted, None);
        form.check(&draft, &Context::default());
    });
}

/// A visitor without a session, their token, and an account with its own.
struct Poster {
    request: HttpRequest,
    account: Uuid,
    tokens: [String; 2],
}

fn poster() -> Poster {
    let (secret, account) = ("a secret", Uuid::now_v7());
    let clock = || DateTime::<Utc>::UNIX_EPOCH;
    let seed = csrf::seed();
    let tokens = [None, Some(account)].map(|of| csrf::token(secret, &seed, of, clock()));
    let settings = Data::new(Settings { secret: secret.to_owned(), secure: false, clock });
    let request = TestRequest::post().cookie(Cookie::new("csrf", seed)).app_data(settings).to_http_request();
    Poster { request, account, tokens }
}

/// A body of several parts, one out of two without a fault.
fn some_parts(dice: &mut Dice<'_>, tokens: &[String]) -> Vec<u8> {
    const NAMES: [&str; 8] = ["_csrf", "/a", "/one", "/many", "/places", "/many/0", "", "/one\"; filename=\"x"];
    const FILES: [&str; 6] = ["a.pdf", "a.png", "../../a.PDF", "", "été \\\".pdf", "a\u{0}b.gpx"];
    const CONTENTS: [&[u8]; 6] =
        [PDF, b"\x89PNG\r\n\x1a\n", b"", b"\xff\xfe\0", b"{\"type\":\"Point\",\"coordinates\":[1,2]}", b"--x\r\n"];
    const NOISE: [&str; 8] = [
        "\r\n",
        "--x",
        "--x--",
        ":",
        "\"",
        "Content-Length: 99999999999",
        "\0",
        "Content-Type: multipart/mixed; boundary=x\r\n",
    ];
    let (mut body, is_noisy) = (Vec::new(), dice.often(5));
    if dice.often(9) {
        let token = dice.pick(tokens);
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n").bytes());
    }
    for _ in 0..dice.below(12) {
        let file = if dice.often(6) { format!("; filename=\"{}\"", dice.pick(&FILES)) } else { String::new() };
        let name = dice.pick(&NAMES);
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n").bytes());
        if is_noisy && dice.often(2) {
            body.extend_from_slice(dice.pick(&NOISE).as_bytes());
        }
        body.extend_from_slice(b"\r\n");
        let times = if dice.often(1) { 200 } else { 1 };
        body.extend(dice.pick(&CONTENTS).repeat(times));
        if !is_noisy || dice.often(9) {
            body.extend_from_slice(b"\r\n");
        }
        for _ in 0..if is_noisy { dice.below(3) } else { 0 } {
            body.push(u8::try_from(dice.below(256)).unwrap());
        }
    }
    if !is_noisy || dice.often(8) {
        body.extend_from_slice(b"--x--\r\n");
    }
    body
}

/// The same, as it comes through a network: in pieces of this size, and perhaps not to its end.
fn arriving(body: &[u8], size: usize, is_cut: bool) -> Multipart {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"))]);
    let mut pieces: Vec<_> = body.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    if is_cut {
        pieces.push(Err(PayloadError::Incomplete(None)));
    }
    Multipart::new(&headers, stream::iter(pieces))
}

/// Whoever signed in or not: nothing panics, and what fails leaves no file.
#[test]
fn no_posted_file_makes_its_readers_fall() {
    let limits = json!({"accept": ["application/pdf", "image/png"], "maxSize": 2000});
    let file = json!({"$ref": "../types/file.json"});
    let schema = json!({"type": "object", "properties": {
        "a": {"type": "string"},
        "one": {"$ref": "../types/file.json", "file": limits},
        "many": {"type": "array", "items": file, "maxItems": 3, "file": limits},
        "places": {"$ref": "../types/geometry.json"}
    }});
    let form = Form::compile(&Definition::bare(schema).unwrap(), &[]).unwrap();
    assert!(form.file_rule("/one", None).is_some() && form.file_rule("/many", None).is_some());
    assert!(form.imports("/places", None));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", std::process::id()));
    let storage = Storage::in_folder(&folder).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let taken = Cell::new(0);
    let Poster { request, account, tokens } = poster();
    fuzz(|dice| {
        let (size, is_cut) = (1 + dice.below(4_000), dice.often(1));
        let body = some_parts(dice, &tokens);
        let authors = Authors::new(&request, vec![account]).unwrap();
        runtime.block_on(async {
            // What the last turn kept.
            for (id, _) in storage.list().await.unwrap() {
                storage.delete(id).await.unwrap();
            }
            let target = For { dossier: Uuid::nil(), by: account, now: DateTime::UNIX_EPOCH };
            let rule = |pointer: &str| form.file_rule(pointer, None);
            let imports = |pointer: &str| form.imports(pointer, None);
            let read = upload::read(&request, arriving(&body, size, is_cut), &storage, target, rule, imports).await;
            let kept = storage.list().await.unwrap().len();
            assert_eq!(kept, read.as_ref().map_or(0, |upload| upload.files.len()));
            if let Ok(upload) = read {
                assert!(upload.pairs.contains(&("_csrf".to_owned(), tokens[0].clone())), "a forged form");
                for file in &upload.files {
                    assert!((1..=2000).contains(&file.size) && !file.name.contains(['/', '\\']), "{file:?}");
                }
                taken.set(taken.get() + upload.files.len());
                let places = upload
                    .imports
                    .iter()
                    .filter_map(|(pointer, bytes)| Some((pointer, form.places(&json!({}), pointer, bytes).ok()?)));
                let draft = form.merge(&json!({}), &upload.pairs, None);
                let draft = places.fold(draft, |draft, (pointer, found)| form.import(&draft, pointer, found, None));
                form.check(&draft, &Context::default());
            }
            if let Ok((author, _)) = upload::texts(arriving(&body, size, is_cut), &authors).await {
                assert_eq!(author, account);
            }
        });
    });
    std::fs::remove_dir_all(folder).unwrap();
    assert!(taken.get() > 0, "no file was ever taken: nothing was tried");
}

#[test]
fn no_form_of_another_product_makes_an_importer_fall() {
    let sources = [
        (Format::Rjsf, of_kind("json-schema")),
        (Format::Jsonforms, of_kind("json-schema")),
        (Format::Formio, of_kind("formio")),
        (Format::Ds, Vec::new()),
    ]
    .map(|(format, files)| {
        let short = files.into_iter().map(|(_, file)| file).filter(|file| file.to_string().len() < 15_000);
        (format, short.collect::<Vec<_>>())
    });
    fuzz(move |dice| {
        let (format, files) = dice.pick(&sources);
        let source =
            if files.is_empty() || dice.often(3) { anything(dice, 7) } else { changed(dice.pick(files), dice) };
        let _ = imports::read(*format, &source, "source", "fr");
    });
}

#[test]
fn no_file_of_places_makes_its_reader_fall() {
    let schema = json!({"type": "object", "properties": {"d": {"$ref": "../types/geometry.json"}}});
    let form = Form::compile(&Definition::bare(schema).unwrap(), &[]).unwrap();
    const FILES: [&str; 4] = [
        r#"<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1"><wpt lat="47.2" lon="-1.5"><name>A&amp;B</name></wpt><trk><trkseg><trkpt lat="1" lon="2"/><trkpt lat="3" lon="4"/></trkseg></trk></gpx>"#,
        r#"<kml><Document><Placemark><name><![CDATA[x]]></name><MultiGeometry><Point><coordinates>-1.5,47.2,0</coordinates></Point><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></Document></kml>"#,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#,
        r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1e308,-91]},{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}]}"#,
    ];
    fuzz(move |dice| {
        let mut bytes = dice.pick(&FILES).as_bytes().to_vec();
        for _ in 0..dice.below(20) {
            let (at, other) = (dice.below(bytes.len() + 1), u8::try_from(dice.below(256)).unwrap());
            match dice.below(5) {
                0 => bytes.insert(at, other),
                1 => bytes.truncate(at),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                3 => {
                    let piece = bytes[at..bytes.len().min(at + dice.below(60))].to_vec();
                    let there = dice.below(bytes.len() + 1);
                    bytes.splice(there..there, piece);
                }
                _ if at < bytes.len() => bytes[at] = other,
                _ => bytes.push(other),
            }
        }
        let draft = json!({});
        if let Ok(found) = form.places(&draft, "/d", &bytes) {
            let draft = form.import(&draft, "/d", found, None);
            form.check(&draft, &Context::default());
        }
    });
}

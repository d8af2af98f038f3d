//! The commands that need no site, as an author runs them: neither a database nor settings, what is printed, how it ends.

use crate::imports::{command, empty_folder, guichet, said};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A procedure whose form has three pages, in French and in English.
const PROCEDURE: &str = include_str!("procedures/attestation.json");

/// A folder of its own with these files.
fn folder_with(name: &str, files: &[(&str, &Value)]) -> PathBuf {
    let folder = empty_folder(&format!("commands-{name}"));
    for (file, content) in files {
        std::fs::write(folder.join(file), content.to_string()).unwrap();
    }
    folder
}

fn sound() -> Value {
    let mut file: Value = serde_json::from_str(PROCEDURE).unwrap();
    // The circuit records no acceptance, which is told.
    file["silence"]["means"] = json!("rejection");
    file
}

/// The same with a fault of the procedure, one of its layout, one of a rule, and something to look at again.
fn faulty() -> Value {
    let mut file = sound();
    file.as_object_mut().unwrap().shift_remove("silence");
    let schema = file.pointer_mut("/form/schema/properties").unwrap();
    schema["yearly_rent"]["calculate"] = json!({"*": [{"var": "form.rnet"}, 12]});
    schema["comment"].as_object_mut().unwrap().shift_remove("title");
    file["form"]["ui"]["elements"][1]["elements"][0]["scope"] = json!("#/properties/rnet");
    file
}

/// Runs a command. Returns its exit code, what it printed, what it complained of.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = guichet(folder, args);
    (output.status.code().unwrap(), said(&output.stdout), said(&output.stderr))
}

/// What a command that prints JSON printed.
fn json_of(folder: &Path, args: &[&str]) -> (i32, Value) {
    let (code, printed, complaint) = run(folder, args);
    (code, serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{args:?}: {error}: {printed}{complaint}")))
}

/// One line that names the file; nothing is printed, nothing panics.
fn refused(folder: &Path, args: &[&str], file: &str) {
    let (code, printed, complaint) = run(folder, args);
    assert_eq!((code, printed.as_str()), (1, ""), "{args:?}: {complaint}");
    assert!(complaint.lines().count() == 1 && complaint.starts_with(&format!("guichet: {file}: ")), "{complaint}");
}

#[test]
fn check_tells_each_problem_with_its_code_and_its_place() {
    let folder = folder_with("check", &[("sound.json", &sound()), ("faulty.json", &faulty())]);
    assert_eq!(run(&folder, &["check", "sound.json"]), (0, String::new(), String::new()));

    let expected = [
        ("error", "silence-missing", "/silence"),
        ("error", "scope-unknown", "/form/ui/elements/1/elements/0/scope"),
        ("error", "variable-unknown", "/form/schema/properties/yearly_rent/calculate"),
        ("warning", "label-missing", "/form/ui/elements/2/elements/1"),
        ("warning", "translation-unused", "/form/translations/en/rent.label"),
    ];
    let (code, printed, complaint) = run(&folder, &["check", "sound.json", "faulty.json"]);
    assert_eq!((code, complaint.as_str()), (1, ""));
    for (severity, problem, place) in expected {
        let line = printed.lines().find(|line| line.ends_with(&format!(" ({place})")));
        let line = line.unwrap_or_else(|| panic!("nothing at {place}:\n{printed}"));
        assert!(line.starts_with(&format!("faulty.json: {severity} {problem}: ")), "{line}");
    }

    let (code, listed) = json_of(&folder, &["check", "--json", "sound.json", "faulty.json"]);
    let listed = listed.as_array().unwrap();
    assert_eq!((code, listed.len()), (1, printed.lines().count()), "each line, as JSON");
    for problem in listed {
        let mut keys: Vec<&String> = problem.as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(keys, ["code", "file", "message", "pointer", "severity"]);
        assert!(problem["file"] == "faulty.json" && problem["message"].as_str().unwrap().len() > 10, "{problem}");
    }
    for (severity, code, place) in expected {
        let found = listed.iter().find(|problem| problem["pointer"] == place).unwrap();
        assert_eq!((&found["severity"], &found["code"]), (&json!(severity), &json!(code)));
    }
    assert_eq!(json_of(&folder, &["check", "--json", "sound.json"]), (0, json!([])));
}

#[test]
fn check_speaks_the_language_that_is_asked_for() {
    let folder = folder_with("french", &[("faulty.json", &faulty())]);
    let first = |args: &[&str]| json_of(&folder, args).1[0]["message"].as_str().unwrap().to_owned();
    assert!(first(&["check", "--json", "faulty.json"]).contains("missing"), "English, as ever");
    assert!(first(&["check", "--json", "--lang", "fr", "faulty.json"]).starts_with("Il manque"));
    let (_, printed, _) = run(&folder, &["check", "--lang", "fr", "faulty.json"]);
    assert!(printed.contains("error silence-missing: Il manque"), "{printed}");
}

#[test]
fn a_workflow_by_itself_runs_its_scenarios() {
    let mut workflow: Value = serde_json::from_str(include_str!("../../forms/workflows/standard.json")).unwrap();
    let count = workflow["scenarios"].as_array().unwrap().len();
    let sound = workflow.clone();
    workflow["scenarios"][0]["steps"][0]["expect"] = json!("nowhere");
    let folder = folder_with("workflow", &[("sound.json", &sound), ("failing.json", &workflow)]);
    assert_eq!(run(&folder, &["test", "sound.json"]).1, format!("{count} passed, 0 failed\n"));
    let (code, printed, _) = run(&folder, &["test", "failing.json"]);
    assert!(code == 1 && printed.ends_with(&format!("{} passed, 1 failed\n", count - 1)), "{printed}");
    let (_, told) = json_of(&folder, &["test", "--json", "failing.json"]);
    assert_eq!((&told[0]["pointer"], &told[0]["passed"]), (&json!("/scenarios/0"), &json!(false)));
}

#[test]
fn a_scenario_is_no_list() {
    let workflow = serde_json::from_str(include_str!("../../forms/workflows/standard.json")).unwrap();
    let folder = folder_with("scenario-list", &[("w.json", &workflow), ("s.json", &json!([]))]);
    let (code, _, complaint) = run(&folder, &["simulate", "w.json", "s.json"]);
    assert_eq!((code, complaint.as_str()), (1, "guichet: s.json: a scenario is an object that holds “steps”\n"));
}

#[test]
fn a_language_that_is_not_ours_is_refused() {
    let folder = folder_with("language", &[("p.json", &sound())]);
    let names = ["--given-name", "Zoé", "--family-name", "N’Diaye"];
    for (args, option) in [
        (&["render", "p.json"][..], "--lang"),
        (&["check", "p.json"], "--lang"),
        (&["import", "--from", "rjsf", "p.json"], "--lang"),
        (&[&["user", "add", "zoe@exemple.fr"][..], &names].concat(), "--language"),
    ] {
        let (code, printed, complaint) = run(&folder, &[args, &[option, "xx"]].concat());
        assert_eq!((code, printed.as_str()), (2, ""), "{args:?}: {complaint}");
        assert_eq!(complaint, format!("guichet: {option} \"xx\": not one of fr, en\n"));
    }
}

/// Whoever reads may leave at once, as `head` does: the command ends as it would have.
#[test]
fn nobody_has_to_read_to_the_end() {
    let folder = folder_with("piped", &[("sound.json", &sound()), ("faulty.json", &faulty())]);
    for (args, code) in [
        (&["check", "--json", "faulty.json"][..], 1),
        (&["check", "faulty.json"], 1),
        (&["render", "sound.json"], 0),
        (&["test", "sound.json"], 0),
        (&["check", "none.json"], 1),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = command(&folder, args);
        if args.contains(&"none.json") {
            let status = command.stderr(writer).status().unwrap();
            assert_eq!(status.code(), Some(code), "{args:?}");
            continue;
        }
        let output = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!((output.status.code(), said(&output.stderr).as_str()), (Some(code), ""), "{args:?}");
    }
}

#[test]
fn check_blocks_on_errors_alone() {
    let mut file = sound();
    file["form"]["schema"]["properties"]["comment"].as_object_mut().unwrap().shift_remove("title");
    let folder = folder_with("warning", &[("warning.json", &file)]);
    let (code, printed, _) = run(&folder, &["check", "warning.json"]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.starts_with("warning.json: warning label-missing: "), "{printed}");
}

/// A place is one of the file that was given, whatever it is: a procedure, a schema, a schema with its layout, a workflow.
#[test]
fn check_names_places_that_the_file_has() {
    let schema =
        json!({"type": "object", "properties": {"a": {"type": "string", "title": "A"}, "b": {"type": "strin"}}});
    let layout = json!({"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/z"}]});
    let fine = json!({"type": "object", "properties": {"a": {"type": "string", "title": "A"}}});
    let mut workflow: Value = serde_json::from_str(include_str!("../../forms/workflows/standard.json")).unwrap();
    workflow["initial"] = json!("nowhere");
    let files = [
        ("procedure.json", faulty()),
        ("schema.json", schema.clone()),
        ("both.json", json!({"schema": fine, "uischema": layout})),
        ("ours.json", json!({"schema": fine, "ui": layout})),
        ("wrapped.json", json!({ "schema": schema })),
        ("workflow.json", workflow),
    ];
    let folder = folder_with("places", &files.each_ref().map(|(name, file)| (*name, file)));
    for (name, file) in &files {
        let (code, listed) = json_of(&folder, &["check", "--json", name]);
        assert_eq!(code, 1, "{name}");
        for problem in listed.as_array().unwrap() {
            let pointer = problem["pointer"].as_str().unwrap();
            // What is missing is named by where it should stand.
            let around = pointer.rsplit_once('/').map_or("", |(around, _)| around);
            assert!(file.pointer(pointer).or_else(|| file.pointer(around)).is_some(), "{name}: {problem}");
        }
    }
    let first = |name: &str| json_of(&folder, &["check", "--json", name]).1[0]["pointer"].clone();
    assert_eq!(first("schema.json"), "/properties/b/type");
    assert_eq!(first("wrapped.json"), "/schema/properties/b/type");
    assert_eq!(first("both.json"), "/uischema/elements/0/scope");
    assert_eq!(first("ours.json"), "/ui/elements/0/scope");
}

#[test]
fn validate_tells_what_is_wrong_what_is_shown_and_what_is_computed() {
    let right = json!({"name": "Zoé", "email": "a@exemple.fr", "moved_on": "2020-02-29", "rent": 650.5, "has_children": true,
        "children": [{"first_name": "Ali", "age": 7}],
        "proof": {"id": "01890000-0000-7000-8000-000000000000", "name": "bail.pdf", "size": 9, "type": "application/pdf"}});
    let mut wrong = right.clone();
    wrong["name"] = json!(3);
    wrong["children"][0]["age"] = json!(99);
    wrong.as_object_mut().unwrap().shift_remove("email");
    let folder = folder_with("validate", &[("p.json", &sound()), ("right.json", &right), ("wrong.json", &wrong)]);

    let (code, told) = json_of(&folder, &["validate", "p.json", "right.json"]);
    assert_eq!((code, &told["valid"], &told["errors"]), (0, &json!(true), &json!([])), "{told:#}");
    assert_eq!(told["values"]["yearly_rent"], 7806);
    let shown = |told: &Value, pointer: &str| told["visible"].as_array().unwrap().contains(&json!(pointer));
    assert!(shown(&told, "/children") && shown(&told, "/children/0/age"), "{told:#}");

    let (code, told) = json_of(&folder, &["validate", "p.json", "wrong.json"]);
    assert_eq!((code, &told["valid"]), (1, &json!(false)));
    let mut errors: Vec<(&str, &str)> = told["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            assert!(error["message"].as_str().unwrap().len() > 10, "{error}");
            (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())
        })
        .collect();
    errors.sort_unstable();
    assert_eq!(errors, [("/children/0/age", "maximum"), ("/email", "required"), ("/name", "type")]);
    assert_eq!(told["values"]["name"], 3, "as it was given");
    let (_, french) = json_of(&folder, &["validate", "p.json", "wrong.json", "--lang", "fr", "--json"]);
    assert_eq!(french["errors"][0]["code"], told["errors"][0]["code"]);
    assert_ne!(french["errors"][0]["message"], told["errors"][0]["message"]);
    std::fs::write(folder.join("alone.json"), "{\"has_children\": false}").unwrap();
    let (_, told) = json_of(&folder, &["validate", "p.json", "alone.json"]);
    assert!(!shown(&told, "/children") && shown(&told, "/name"), "{told:#}");

    // What a submission would refuse is not valid: who may not ask, and what only our own formats know.
    let mut closed = sound();
    closed["form"]["eligibility"] =
        json!([{"rule": {"==": [{"var": "form.name"}, "Zoé"]}, "message": "Adressez-vous ailleurs."}]);
    let mut precise = right;
    precise["rent"] = json!(650.505);
    std::fs::write(folder.join("closed.json"), closed.to_string()).unwrap();
    std::fs::write(folder.join("precise.json"), precise.to_string()).unwrap();
    let (code, told) = json_of(&folder, &["validate", "closed.json", "right.json"]);
    assert_eq!((code, &told["valid"], &told["errors"]), (1, &json!(false), &json!([])), "{told:#}");
    assert_eq!(told["ineligible"], json!(["Adressez-vous ailleurs."]));
    let (code, told) = json_of(&folder, &["validate", "p.json", "precise.json"]);
    assert_eq!(
        (code, &told["errors"][0]["pointer"], &told["errors"][0]["code"]),
        (1, &json!("/rent"), &json!("decimals"))
    );
    assert_eq!(told["ineligible"], json!([]));

    refused(&folder, &["validate", "p.json", "none.json"], "none.json");
    std::fs::write(folder.join("cut.json"), "{\"name\": ").unwrap();
    refused(&folder, &["validate", "p.json", "cut.json"], "cut.json");
}

#[test]
fn render_draws_one_page_in_one_language() {
    let answers = json!({"rent": 650.5, "has_children": true, "children": [{"first_name": "Ali"}]});
    let folder = folder_with("render", &[("p.json", &sound()), ("answers.json", &answers), ("faulty.json", &faulty())]);
    let drawn = |args: &[&str]| {
        let (code, html, complaint) = run(&folder, &[&["render", "p.json"], args].concat());
        assert_eq!((code, complaint.as_str()), (0, ""), "{args:?}");
        assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{html}");
        html
    };
    let first = drawn(&[]);
    assert!(first.contains("lang=\"fr\"") && first.contains("Votre nom"), "the first page, in French: {first}");
    assert!(first.contains("name=\"/name\"") && !first.contains("name=\"/rent\""));
    let second = drawn(&["--page", "2", "--lang", "en", "--answers", "answers.json"]);
    assert!(second.contains("lang=\"en\"") && second.contains("Monthly rent"), "{second}");
    assert!(!second.contains("Loyer") && !second.contains("facultatif"), "nothing is left in French: {second}");
    assert!(second.contains("name=\"/rent\"") && !second.contains("name=\"/name\""), "{second}");
    assert!(second.contains("value=\"650.50\"") && second.contains("€7\u{202f}806.00"), "{second}");
    assert!(second.contains("name=\"/children/0/first_name\" type=\"text\" value=\"Ali\""), "{second}");
    let french = drawn(&["--page", "2", "--lang", "fr", "--answers", "answers.json"]);
    assert!(french.contains("value=\"650,50\"") && french.contains("Loyer mensuel"), "{french}");

    refused(&folder, &["render", "p.json", "--page", "4"], "p.json");
    refused(&folder, &["render", "p.json", "--page", "0"], "p.json");
    // A form that can't be drawn says why, as `check` does.
    let (code, printed, complaint) = run(&folder, &["render", "faulty.json"]);
    assert_eq!((code, printed.as_str()), (1, ""));
    assert!(
        complaint.contains("error scope-unknown: ") && complaint.contains("(/form/ui/elements/1/elements/0/scope)")
    );
    assert!(!complaint.contains("silence"), "only what is wrong with the form: {complaint}");
}

#[test]
fn a_file_says_what_it_takes_and_is_checked() {
    let mut file = sound();
    let rule = |file: &mut Value, rule: Value| file["form"]["schema"]["properties"]["proof"]["file"] = rule;
    rule(&mut file, json!({"nature": "identity"}));
    let mut wrong = file.clone();
    rule(&mut wrong, json!({"nature": "identity", "accept": [".pdf", "application/pfd"]}));
    let folder = folder_with("files", &[("p.json", &file), ("wrong.json", &wrong)]);
    let (_, html, _) = run(&folder, &["render", "p.json", "--page", "3"]);
    let told = "lisible en entier. PDF, JPEG, PNG, WebP, HEIC. 10";
    assert!(html.contains(told) && html.contains("accept=\"application/pdf,image/jpeg,"), "{html}");
    let (code, printed, _) = run(&folder, &["check", "wrong.json"]);
    assert!(code == 1 && printed.contains("error file-accept: “application/pfd” is not a known type"), "{printed}");
}

/// One configuration per step, whatever comes; what was expected and did not come is told beside, for people and for programs.
#[test]
fn a_scenario_tells_what_it_expected() {
    let workflow: Value = serde_json::from_str(include_str!("../../forms/workflows/standard.json")).unwrap();
    let steps = |state: &str, code: &str| {
        json!({"steps": [
            {"do": "deposer", "as": "applicant", "expect": state},
            {"do": "accepter", "as": "instructor", "refused": code},
            {"do": "accepter", "as": "instructor"},
        ]})
    };
    let (fine, wrong) = (steps("en_construction", "not-enabled"), steps("accepte", "wrong-role"));
    let folder = folder_with("simulate", &[("w.json", &workflow), ("fine.json", &fine), ("wrong.json", &wrong)]);
    let (code, printed, complaint) = run(&folder, &["simulate", "w.json", "fine.json"]);
    assert_eq!((code, complaint.as_str()), (0, ""), "a refusal that nothing is said of is in the configuration");
    let (failed, same, told) = run(&folder, &["simulate", "w.json", "wrong.json"]);
    assert_eq!((failed, &same), (1, &printed));
    let states: Vec<Value> = serde_json::from_str(&printed).unwrap();
    assert_eq!((states.len(), &states[2]["refused"]), (3, &json!("not-enabled")));
    let unmet = "step 1: expected “accepte”, got “en_construction”\nstep 2: expected “wrong-role”, got “not-enabled”\n";
    assert_eq!(told, unmet);
}

/// Which case fails, what it expects, what comes instead; and publication is refused for the same reason.
#[test]
fn a_case_that_fails_is_told_by_its_name() {
    let mut file = sound();
    file["cases"] = json!([
        {"name": "sans réponse", "answers": {}, "expect": {"valid": false, "hidden": ["/children"]}},
        {"name": "loyer annuel", "answers": {"rent": 10}, "expect": {"values": {"/yearly_rent": 130}}},
        {"name": "demande incomplète", "answers": {"name": "Zoé", "email": "a@exemple.fr"}, "expect": {"valid": true}},
        {"name": "un seul oubli", "answers": {"name": "Zoé", "email": "a@exemple.fr", "has_children": false},
         "expect": {"errors": [{"pointer": "/proof", "code": "required"}]}},
        {"name": "enfants cachés", "answers": {"has_children": false}, "expect": {"visible": ["/children"]}},
        {"name": "autre groupe", "answers": {}, "expect": {"group": "voirie"}},
        {"name": "refusé", "answers": {}, "expect": {"eligible": false}},
    ]);
    let folder = folder_with("test", &[("sound.json", &sound()), ("faulty.json", &file)]);
    let expected = [
        (1, "loyer annuel", "/yearly_rent: expected 130, got 120"),
        (
            2,
            "demande incomplète",
            "valid: expected true, got false (errors: /moved_on required, /has_children required, /proof required)",
        ),
        (3, "un seul oubli", "errors: expected /proof required, got /moved_on required, /proof required"),
        (4, "enfants cachés", "/children is hidden"),
        (5, "autre groupe", "group: expected voirie, got population"),
        (6, "refusé", "eligible: expected false, got true"),
    ];
    let (code, printed, complaint) = run(&folder, &["test", "faulty.json"]);
    assert_eq!((code, complaint.as_str()), (1, ""));
    let mut lines: Vec<&str> = printed.lines().collect();
    let total = lines.pop().unwrap();
    assert_eq!(lines, expected.map(|(_, name, failure)| format!("faulty.json: {name}: {failure}")));

    // The scenarios of the workflow are among those that pass.
    let (code, passing, _) = run(&folder, &["test", "sound.json"]);
    let scenarios: usize = passing.split(' ').next().unwrap().parse().unwrap();
    assert!(code == 0 && scenarios > 0 && passing == format!("{scenarios} passed, 0 failed\n"), "{passing}");
    assert_eq!(total, format!("{} passed, {} failed", scenarios + 1, expected.len()));

    let (code, results) = json_of(&folder, &["test", "--json", "faulty.json"]);
    let result =
        |pointer: &str| results.as_array().unwrap().iter().find(|result| result["pointer"] == pointer).unwrap();
    assert_eq!((code, &result("/cases/0")["passed"]), (1, &json!(true)));
    for (n, name, failure) in expected {
        let failed = json!({"file": "faulty.json", "pointer": format!("/cases/{n}"), "name": name, "passed": false,
            "failure": failure});
        assert_eq!(result(&format!("/cases/{n}")), &failed);
    }

    // A bare form has none, and must be one.
    std::fs::write(folder.join("bare.json"), r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#).unwrap();
    assert_eq!(run(&folder, &["test", "bare.json"]), (0, "0 passed, 0 failed\n".to_owned(), String::new()));
    for command in ["check", "test"] {
        assert_eq!(run(&folder, &[command]).0, 2, "{command} of nothing");
    }

    let (code, listed) = json_of(&folder, &["check", "--json", "faulty.json"]);
    let found: Vec<(&str, &str)> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (problem["pointer"].as_str().unwrap(), problem["code"].as_str().unwrap()))
        .collect();
    let wanted: Vec<String> = expected.iter().map(|(n, ..)| format!("/cases/{n}")).collect();
    assert_eq!((code, found), (1, wanted.iter().map(|place| (place.as_str(), "case-failed")).collect()));
    for ((_, name, failure), problem) in expected.iter().zip(listed.as_array().unwrap()) {
        let message = problem["message"].as_str().unwrap();
        assert!(message.contains(name) && message.contains(failure), "{message}");
    }
}

#[test]
fn what_is_no_file_is_told_in_one_line() {
    let folder = folder_with("unread", &[]);
    for (name, content) in [("cut.json", "{\"procedure\": "), ("empty.json", "")] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    for file in ["cut.json", "empty.json", "absent.json"] {
        for command in ["check", "render", "test"] {
            refused(&folder, &[command, file], file);
        }
    }
}

//! The table in `src/lib.rs`, enforced; and files that stay readable.

use std::fs;
use std::path::{Path, PathBuf};

/// A module, what it may import from `crate::` beside itself, and the libraries that it must not name.
type Rule = (&'static str, &'static [&'static str], &'static [&'static str]);

const PURE: &[&str] = &["diesel", "actix_web", "tera", "lettre", "reqwest", "tokio"];
const BELOW_APP: &[&str] = &[
    "civil",
    "config",
    "db",
    "documents",
    "error",
    "form",
    "outbox",
    "rules",
    "schema",
    "services",
    "storage",
    "web",
    "workflow",
];
const NO_MAIL: &[&str] = &["tera", "lettre", "reqwest"];

const RULES: &[Rule] = &[
    ("rules", &[], PURE),
    ("reference", &[], PURE),
    ("civil", &[], PURE),
    ("form", &["civil", "reference", "rules"], PURE),
    ("workflow", &["civil", "rules", "form"], PURE),
    ("services", &[], &["diesel", "actix_web", "tera", "lettre"]),
    ("config", &["services"], &["diesel", "actix_web", "tera", "lettre", "reqwest"]),
    ("embedded", &[], &["diesel", "actix_web", "tera", "lettre", "reqwest"]),
    ("error", &["workflow"], NO_MAIL),
    ("schema", &[], &["actix_web", "tera", "lettre", "reqwest"]),
    ("db", &["error", "schema"], &["actix_web", "tera", "lettre", "reqwest"]),
    ("outbox", &["db", "error", "schema"], &["actix_web", "tera", "lettre", "reqwest"]),
    ("storage", &["error"], &["diesel", "actix_web", "tera", "lettre", "reqwest"]),
    ("web", &["civil", "db", "error", "form", "reference", "schema"], &["lettre", "reqwest"]),
    ("documents", &["civil", "error", "form", "web"], &["diesel", "tera", "lettre", "reqwest"]),
    ("exports", &["civil", "error", "form", "web"], &["diesel", "actix_web", "tera", "lettre", "reqwest"]),
    ("app", BELOW_APP, NO_MAIL),
    ("accounts", &["app", "db", "error", "outbox", "schema", "web"], NO_MAIL),
    (
        "procedures",
        &[
            "accounts",
            "app",
            "civil",
            "db",
            "documents",
            "error",
            "form",
            "outbox",
            "reference",
            "rules",
            "schema",
            "services",
            "web",
            "workflow",
        ],
        NO_MAIL,
    ),
    ("files", &["db", "error", "form", "procedures", "schema", "storage", "web"], NO_MAIL),
    ("messages", &["db", "error", "outbox", "procedures", "schema", "web"], NO_MAIL),
    (
        "dossiers",
        &[
            "accounts",
            "app",
            "civil",
            "db",
            "documents",
            "error",
            "files",
            "form",
            "messages",
            "outbox",
            "procedures",
            "reference",
            "rules",
            "schema",
            "services",
            "web",
            "workflow",
        ],
        NO_MAIL,
    ),
    (
        "review",
        &[
            "app",
            "db",
            "documents",
            "dossiers",
            "error",
            "exports",
            "files",
            "form",
            "messages",
            "outbox",
            "procedures",
            "rules",
            "schema",
            "web",
            "workflow",
        ],
        NO_MAIL,
    ),
    ("administration", &["app", "error", "outbox", "reference", "services", "web"], NO_MAIL),
    (
        "jobs",
        &[
            "accounts",
            "app",
            "db",
            "dossiers",
            "error",
            "files",
            "outbox",
            "procedures",
            "review",
            "schema",
            "services",
            "web",
            "workflow",
        ],
        &["tera"],
    ),
    (
        "router",
        &["accounts", "administration", "app", "dossiers", "jobs", "procedures", "review", "web"],
        &["diesel", "tera", "lettre", "reqwest"],
    ),
    (
        "commands",
        &[
            "accounts",
            "app",
            "config",
            "db",
            "dossiers",
            "embedded",
            "error",
            "files",
            "form",
            "jobs",
            "procedures",
            "reference",
            "router",
            "schema",
            "web",
            "workflow",
        ],
        NO_MAIL,
    ),
];

/// Modules that have pages of their own. Nobody imports another's.
const FEATURES: &[&str] = &["accounts", "procedures", "dossiers", "review"];

/// Each file of `src`: path, first segment of the path, code without comments and without tests.
fn sources() -> Vec<(String, String, String)> {
    fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { walk(&entry, out) } else { out.push(entry) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs") && !file.ends_with("tests.rs"));
    files.retain(|file| !file.components().any(|part| part.as_os_str() == "tests"));
    let describe = |file: PathBuf| {
        let path = file.strip_prefix(&root).unwrap().display().to_string();
        let module = path.split(['/', '.']).next().unwrap().to_owned();
        let code = fs::read_to_string(&file).unwrap();
        let tests = ["#[cfg(test)]\nmod tests", "#[cfg(test)]\npub(super) mod tests"];
        let code = tests.iter().fold(code.as_str(), |code, tests| code.split(tests).next().unwrap());
        let code: Vec<_> = code.lines().map(|line| line.split("//").next().unwrap()).collect();
        (path, module, code.join("\n"))
    };
    files.into_iter().map(describe).collect()
}

/// The modules named after each `crate::`, groups such as `crate::{a, b::{c, d}}` included.
fn imported(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let group = rest.strip_prefix('{');
        let (mut depth, mut name, mut at_start) = (0, String::new(), true);
        for c in group.unwrap_or(rest).chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    names.push(std::mem::take(&mut name));
                    at_start = true;
                    continue;
                }
                // `a as b` ends the name; white space before it begins is nothing.
                c if c.is_whitespace() && name.is_empty() => continue,
                c if at_start && (c.is_alphanumeric() || c == '_') => {
                    name.push(c);
                    continue;
                }
                _ => {}
            }
            at_start = false;
            if group.is_none() {
                break;
            }
        }
        names.push(name);
    }
    names.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    names
}

#[test]
fn imports_follow_the_table() {
    let mut broken = Vec::new();
    for (path, module, code) in sources() {
        if module == "lib" || module == "main" {
            continue;
        }
        let rule = RULES.iter().find(|rule| rule.0 == module);
        let (_, allowed, banned) = rule.unwrap_or_else(|| panic!("no rule for module {module}"));
        // `crate::Result` comes from `error`; macros of `web` live at the root.
        let fine = |name: &str| name == module || allowed.contains(&name) || name == "read_from_form";
        for name in imported(&code).iter().filter(|name| !fine(name)) {
            broken.push(format!("src/{path}: {module} must not use {name}"));
        }
        for library in banned.iter().filter(|library| code.contains(&format!("{library}::"))) {
            broken.push(format!("src/{path}: {module} must not use {library}"));
        }
        // From a module's own file, `super` is the crate: a way round the table.
        let at_the_top = path.split_once('/').is_none_or(|(_, rest)| rest == "mod.rs");
        if at_the_top && code.contains("super::") {
            broken.push(format!("src/{path}: write crate:: rather than super::"));
        }
        if code.contains("super::super::super") {
            broken.push(format!("src/{path}: write crate:: rather than super::super::super"));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn features_do_not_import_each_other_s_pages() {
    let mut broken = Vec::new();
    for (path, module, code) in sources().into_iter().filter(|source| FEATURES.contains(&source.1.as_str())) {
        for other in FEATURES.iter().filter(|other| **other != module) {
            for found in code.lines().filter(|line| line.contains(&format!("{other}::pages"))) {
                broken.push(format!("src/{path}: {}", found.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn the_map_of_the_crate_lists_every_module() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for (module, ..) in RULES {
        assert!(lib.contains(&format!("[`{module}`]")), "src/lib.rs does not tell of {module}");
    }
}

#[test]
fn reads_grouped_imports() {
    assert_eq!(imported("use crate::{Error, a::{b, c}, d};"), ["a", "d"]);
    assert_eq!(imported("use crate::a::{b, c}; crate::d::e()"), ["a", "d"]);
    assert_eq!(imported("use crate::{\n  a,\n  b::C,\n};\nuse std::{x, y};"), ["a", "b"]);
}

#[test]
fn files_stay_readable() {
    for (path, _, code) in sources() {
        let lines = code.lines().count();
        assert!(path == "schema.rs" || lines <= 300, "src/{path}: {lines} lines before its tests, at most 300");
    }
}

//! The templates. A page is a template's name and one serialisable value.

use super::assets;
use super::elements::Memo;
use super::format;
use super::i18n::{Lang, has, text};
use crate::civil::Territory;
use crate::form::{Element, PageView};
use crate::{Error, Result};
use chrono::{DateTime, FixedOffset, NaiveDate};
use fluent_bundle::FluentValue;
use rust_embed::RustEmbed;
use serde::Serialize;
use std::sync::{Arc, OnceLock};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Templates;

/// Every template, compiled once per language: `t` needs no language argument, inside components too.
#[derive(Clone)]
pub struct Views(Arc<Compiled>);

struct Compiled {
    site: Site,
    by_language: [OnceLock<(Tera, Memo)>; 2],
}

/// What templates know of the site itself.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    pub base_url: String,
    pub demo: bool,
    /// Whether full addresses are suggested.
    pub addresses: bool,
    pub map_tiles: Option<MapTiles>,
}

/// The pictures under maps.
#[derive(Debug, Clone, Serialize)]
pub struct MapTiles {
    /// With `{z}`, `{x}` and `{y}`.
    pub url: String,
    /// Whom they come from.
    pub attribution: String,
}

impl MapTiles {
    /// Where they come from: scheme and host.
    pub fn origin(&self) -> &str {
        self.url.match_indices('/').nth(2).map_or(&self.url, |(at, _)| &self.url[..at])
    }
}

impl Views {
    /// Compiles the templates that the binary carries.
    pub fn load(site: Site) -> Result<Self> {
        let views = Self::lazy(site);
        Lang::ALL.iter().try_for_each(|lang| views.of(*lang).map(drop))?;
        Ok(views)
    }

    /// The same, each language when it is asked for: a command draws one page.
    pub fn lazy(site: Site) -> Self {
        Self(Arc::new(Compiled { site, by_language: Default::default() }))
    }

    fn of(&self, lang: Lang) -> Result<&(Tera, Memo)> {
        let compiled = &self.0.by_language[lang as usize];
        if let Some(known) = compiled.get() {
            return Ok(known);
        }
        let tera = compile(lang, &self.0.site)?;
        Ok(compiled.get_or_init(|| (tera, Memo::new())))
    }

    /// A template drawn in a language.
    pub fn draw(&self, lang: Lang, template: &str, context: &Context) -> Result<String> {
        self.of(lang)?.0.render(template, context).map_err(Error::internal)
    }

    /// Elements of a form's page as HTML, each in its wrapper; `in_place` when they are sent to replace those that a page
    /// shows.
    pub fn elements(&self, lang: Lang, elements: Vec<Element>, in_place: bool) -> Result<String> {
        let (tera, memo) = self.of(lang)?;
        memo.draw(tera, elements, in_place)
    }

    /// A page of a form by itself, without the site around it.
    pub fn bare(&self, lang: Lang, mut view: PageView) -> Result<String> {
        let elements = self.elements(lang, std::mem::take(&mut view.elements), false)?;
        let mut context = Context::new();
        context.insert("view", &view);
        context.insert("elements", &elements);
        self.draw(lang, "dossiers/bare.html", &context)
    }

    /// A template whose variables are the fields of `value`: mails, and parts of pages.
    pub fn part(&self, lang: Lang, template: &str, value: &impl Serialize) -> Result<String> {
        self.draw(lang, template, &Context::from_serialize(value).map_err(Error::internal)?)
    }
}

fn compile(lang: Lang, site: &Site) -> Result<Tera> {
    let mut tera = Tera::new();
    tera.register_function("t", move |args: Kwargs, _: &State<'_>| translate(lang, &args));
    tera.register_function("asset", |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(assets::url(args.must_get::<&str>("name")?))
    });
    // Components see functions, not what is global to pages.
    let addresses = site.addresses;
    tera.register_function("suggests_addresses", move |_: Kwargs, _: &State<'_>| addresses);
    let tiles = site.map_tiles.clone();
    tera.register_function("map_tiles", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let part =
            |tiles: &MapTiles, name: &str| if name == "url" { tiles.url.clone() } else { tiles.attribution.clone() };
        let name = args.must_get::<&str>("part")?;
        Ok(tiles.as_ref().map(|tiles| part(tiles, name)).unwrap_or_default())
    });
    tera.register_filter("day", move |value: &str, _: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(format::day(lang, parsed::<NaiveDate>(value)?))
    });
    tera.register_filter("moment", move |value: &str, _: Kwargs, _: &State<'_>| -> TeraResult<String> {
        // A moment of no place in particular is told by the clocks of Paris.
        let at = parsed::<DateTime<FixedOffset>>(value)?;
        let local = if at.offset().local_minus_utc() == 0 { Territory::default().local(at.to_utc()) } else { at };
        Ok(format::moment(lang, local))
    });
    tera.register_filter("query", |value: &str, _: Kwargs, _: &State<'_>| -> String {
        percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
    });
    tera.register_filter("size", move |bytes: u64, _: Kwargs, _: &State<'_>| format::size(lang, bytes));
    tera.global_context().insert("lang", lang.code());
    tera.global_context().insert("base_url", &site.base_url);
    tera.global_context().insert("demo", &site.demo);
    // Those of documents are of another language.
    let pages = Templates::iter().filter(|path| !path.starts_with("documents/"));
    let sources = pages.filter_map(|path| {
        let source = Templates::get(&path)?;
        Some((path.into_owned(), with_words(lang, &String::from_utf8_lossy(&source.data))))
    });
    tera.add_raw_templates(sources).map_err(Error::internal)?;
    Ok(tera)
}

/// A template with the texts that depend on nothing written in it: a page asks for dozens of them.
fn with_words(lang: Lang, source: &str) -> String {
    const CALL: &str = "t(key=\"";
    let mut written = String::with_capacity(2 * source.len());
    let mut rest = source;
    while let Some(at) = rest.find(CALL) {
        let (before, call) = rest.split_at(at);
        written.push_str(before);
        let key = call[CALL.len()..].split_once("\")").map(|(key, _)| key).filter(|key| has(lang, key));
        // The end of another function's name.
        let key = key.filter(|_| !before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_'));
        let length = match key {
            Some(key) => {
                let words = text(lang, key, &[]).replace('\\', "\\\\").replace('"', "\\\"");
                written.extend(["\"", &words, "\""]);
                CALL.len() + key.len() + 2
            }
            None => {
                written.push_str(CALL);
                CALL.len()
            }
        };
        rest = &call[length..];
    }
    written.push_str(rest);
    written
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(value: &str) -> TeraResult<T> {
    value.parse().map_err(|error| tera::Error::message(format!("{value:?}: {error}")))
}

fn translate(lang: Lang, args: &Kwargs) -> TeraResult<String> {
    let key = args.must_get::<&str>("key")?;
    let args: Vec<(&str, FluentValue<'_>)> = args
        .iter()
        .filter_map(|(name, value)| Some((name.as_str()?, fluent(value))))
        .filter(|(name, _)| *name != "key")
        .collect();
    Ok(text(lang, key, &args))
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match value.as_f64() {
        Some(number) if value.is_number() => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_compiles_in_every_language() {
        let base_url = "http://localhost".into();
        Views::load(Site { base_url, demo: true, addresses: true, map_tiles: None }).unwrap();
    }

    #[test]
    fn texts_that_depend_on_nothing_are_written_in_templates() {
        let source =
            r#"{{ t(key="interface-optional") }}{{ part(key="url") }}{{ t(key="x", n=1) }}{{ t(key="phase-" ~ x) }}"#;
        let expected = r#"{{ "facultatif" }}{{ part(key="url") }}{{ t(key="x", n=1) }}{{ t(key="phase-" ~ x) }}"#;
        assert_eq!(
            with_words(Lang::Fr, source),
            expected.replace("facultatif", &text(Lang::Fr, "interface-optional", &[]))
        );
        let mut tera = Tera::new();
        tera.add_raw_template("a.html", r#"{{ "\"<a> \\" }}"#).unwrap();
        assert_eq!(tera.render("a.html", &Context::new()).unwrap(), "&quot;&lt;a&gt; \\");
    }

    #[test]
    fn every_text_that_a_template_names_exists() {
        let mut missing = Vec::new();
        for path in Templates::iter() {
            let source = String::from_utf8(Templates::get(&path).unwrap().data.to_vec()).unwrap();
            for rest in source.split("t(key=\"").skip(1) {
                let (key, after) = rest.split_once('"').unwrap();
                // A key that is put together ("phase-" ~ phase) has its own tests.
                if !after.trim_start().starts_with('~') && !has(Lang::Fr, key) {
                    missing.push(format!("{path}: {key}"));
                }
            }
        }
        assert!(missing.is_empty(), "\n{}", missing.join("\n"));
    }
}

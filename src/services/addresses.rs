//! The national address service (BAN, served by the Géoplateforme): full addresses from what is typed.
//! <https://adresse.data.gouv.fr/outils/api-doc/adresse>

use super::{Allowed, Failure, Services};
use reqwest::Url;
use serde::Deserialize;

/// Addresses asked for at most.
const LIMIT: &str = "8";
/// Characters below which the service refuses to search, and above which it refuses to read.
const QUERY: std::ops::RangeInclusive<usize> = 3..=200;
/// Characters of a part that can be an address's.
const MAX_PART: usize = 150;

/// An address, in the parts of `forms/types/address.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// « 8 Boulevard du Port 80000 Amiens »
    pub label: String,
    /// « 8 Boulevard du Port »
    pub street: String,
    pub postal_code: String,
    pub city: String,
}

/// `ADDRESS_API_URL`: the address of the service, to which `/search` is added.
#[derive(Debug, Clone)]
pub struct AddressService(Url);

impl AddressService {
    /// From the setting: an address over http or https, without query.
    pub fn parse(written: &str) -> Option<Self> {
        let url = Url::parse(written.trim_end_matches('/')).ok()?;
        let fits = matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none();
        (fits && url.has_host() && url.username().is_empty()).then_some(Self(url))
    }

    /// The place that the setting names, and so allows.
    pub fn host(&self) -> Option<Allowed> {
        Allowed::of(&self.0)
    }

    /// The addresses that a text may mean, best first. None for a text that the service would refuse.
    pub async fn search(&self, services: &Services, typed: &str) -> Result<Vec<Address>, Failure> {
        let typed = typed.trim();
        // The service refuses what does not start with a letter or a digit.
        if !QUERY.contains(&typed.chars().count()) || !typed.starts_with(char::is_alphanumeric) {
            return Ok(Vec::new());
        }
        let mut url = self.0.clone();
        url.path_segments_mut().map_err(|()| Failure::NotAllowed)?.pop_if_empty().push("search");
        url.query_pairs_mut().append_pair("q", typed).append_pair("limit", LIMIT).append_pair("autocomplete", "1");
        let answer = match services.json(url.as_str()).await {
            Err(failure) if failure.is_absence() => return Ok(Vec::new()),
            answer => answer?,
        };
        let found: Collection = serde_json::from_value(answer).map_err(|_| Failure::NotJson)?;
        Ok(found.features.into_iter().filter_map(|feature| feature.properties.address()).collect())
    }
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
}

/// A feature without one of these is no address; one with more says what we don't ask.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Properties {
    label: String,
    /// « 8 Boulevard du Port », or the street alone.
    name: String,
    postcode: String,
    city: String,
    /// `housenumber`, `street`, `locality` or `municipality`.
    #[serde(rename = "type")]
    kind: String,
}

impl Properties {
    fn address(self) -> Option<Address> {
        let Self { label, name, postcode, city, kind } = self;
        let short = |part: &str| !part.is_empty() && part.chars().count() <= MAX_PART;
        // A commune alone has no street: the input of the commune suggests it.
        let fits = kind != "municipality" && [&name, &postcode, &city].into_iter().all(|part| short(part));
        let label = if short(&label) { label } else { format!("{name} {postcode} {city}") };
        fits.then_some(Address { label, street: name, postal_code: postcode, city })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_has_the_parts_of_an_address_is_suggested() {
        let properties = |value| serde_json::from_value::<Properties>(value).unwrap().address();
        let whole = json!({"label": "8 Boulevard du Port 80000 Amiens", "name": "8 Boulevard du Port", "postcode": "80000",
            "city": "Amiens", "citycode": "80021", "type": "housenumber", "score": 0.97, "context": "80, Somme"});
        let expected = Address {
            label: "8 Boulevard du Port 80000 Amiens".into(),
            street: "8 Boulevard du Port".into(),
            postal_code: "80000".into(),
            city: "Amiens".into(),
        };
        assert_eq!(properties(whole), Some(expected));
        assert_eq!(
            properties(json!({"name": "Amiens", "postcode": "80000", "city": "Amiens", "type": "municipality"})),
            None
        );
        assert_eq!(properties(json!({"name": "8 Boulevard du Port", "type": "housenumber"})), None);
        assert_eq!(properties(json!({"name": "x".repeat(200), "postcode": "80000", "city": "Amiens"})), None);
    }

    #[test]
    fn the_setting_is_an_address() {
        for good in ["https://data.geopf.fr/geocodage", "https://data.geopf.fr/geocodage/", "http://127.0.0.1:9000"] {
            assert!(AddressService::parse(good).is_some(), "{good}");
        }
        for bad in
            ["data.geopf.fr", "ftp://data.geopf.fr", "https://data.geopf.fr/search?q=", "https://u:p@h/", "https://"]
        {
            assert!(AddressService::parse(bad).is_none(), "{bad}");
        }
    }
}

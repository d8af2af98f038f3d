//! Where requests may go. An address that a form's author writes must not reach what only this machine can: other programs on
//! it, its private network, the metadata of a cloud (server-side request forgery, CWE-918).

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// A host that may be asked, as the setting lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// As the URL standard writes it: lower case, punycode, `[::1]`.
    host: String,
    port: u16,
    /// Whether it may be asked without TLS.
    plain: bool,
    /// Whether it may lie on a private network.
    private: bool,
}

impl Allowed {
    /// `api.example.fr`: over https, at public addresses only. `api.example.fr:8443`: on that port, even on a private network,
    /// since the operator named this very place. `http://10.0.0.7:8080`, or a loopback address with its port: also without
    /// TLS. Anything else is refused.
    pub fn parse(written: &str) -> Option<Self> {
        let (rest, asked_plain) = match written.strip_prefix("http://") {
            Some(rest) => (rest, true),
            None => (written.strip_prefix("https://").unwrap_or(written), false),
        };
        if rest.is_empty() || rest.contains(['/', '?', '#', '@', '*', '\\']) || rest.contains(char::is_whitespace) {
            return None;
        }
        let named = rest.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        if asked_plain && !named {
            return None;
        }
        let url = Url::parse(&format!("https://{rest}/")).ok()?;
        let host = url.host_str().filter(|host| !host.is_empty())?.to_owned();
        let plain = asked_plain || named && is_loopback(&host);
        Some(Self { port: url.port_or_known_default()?, plain, private: named, host })
    }

    /// The place that an operator's own setting names.
    pub fn of(url: &Url) -> Option<Self> {
        let (host, port) = (url.host_str()?, url.port_or_known_default()?);
        let private = url.port().is_some() || url.scheme() == "http";
        Some(Self { host: host.to_owned(), port, plain: url.scheme() == "http", private })
    }

    fn takes(&self, url: &Url) -> bool {
        let secure = url.scheme() == "https" || self.plain && url.scheme() == "http";
        let same = url.host_str() == Some(&self.host) && url.port_or_known_default() == Some(self.port);
        // An address written as a number is never looked up: it is told here.
        secure && same && (self.private || literal(&self.host).is_none_or(is_public))
    }

    pub(super) fn is_private(&self) -> bool {
        self.private
    }

    /// How people read it: the port only where it is not the usual one.
    pub fn name(&self) -> String {
        if self.port == 443 { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }
}

/// The entry that lets an address be asked, if one does. A name and a password have no place in an address.
pub(super) fn allowed<'a>(list: &'a [Allowed], url: &Url) -> Option<&'a Allowed> {
    let bare = url.username().is_empty() && url.password().is_none();
    list.iter().find(|entry| bare && entry.takes(url))
}

/// Whether a host is this machine, by its name or its number.
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || literal(host).is_some_and(|address| address.is_loopback())
}

fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether an address is anybody's on the Internet (IANA special-purpose address registries, RFC 6890).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || matches!((a, b, c), (0 | 240.., ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _));
    !special
}

/// Only global unicast, without what hides an IPv4 address or is for examples. Mapped addresses are outside of it.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let global = segments[0] & 0xe000 == 0x2000;
    let special = matches!((segments[0], segments[1]), (0x2001, 0..=0x1ff | 0xdb8) | (0x2002, _) | (0x3fff, 0..=0xfff));
    global && !special
}

/// Looks a name up and keeps public addresses only: those that are then connected to, so that a name that changes its mind
/// between a check and a connection gains nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err("no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(list: &[&str], url: &str) -> bool {
        let list: Vec<Allowed> = list.iter().map(|written| Allowed::parse(written).unwrap()).collect();
        allowed(&list, &Url::parse(url).unwrap()).is_some()
    }

    #[test]
    fn only_what_is_listed_is_asked() {
        let list = ["data.geopf.fr", "api.example.fr:8443", "127.0.0.1:9000", "http://10.0.0.7:8080", "93.184.216.34"];
        for good in [
            "https://data.geopf.fr/geocodage/search?q=a",
            "https://DATA.geopf.fr:443/x",
            "https://api.example.fr:8443/",
            "http://127.0.0.1:9000/",
            "https://127.0.0.1:9000/",
            "http://10.0.0.7:8080/",
            "https://93.184.216.34/",
        ] {
            assert!(takes(&list, good), "{good}");
        }
        for bad in [
            "http://data.geopf.fr/",
            "https://data.geopf.fr:8443/",
            "https://evil.data.geopf.fr/",
            "https://data.geopf.fr.evil.test/",
            "https://data.geopf.fr@evil.test/",
            "https://user:password@data.geopf.fr/",
            "http://api.example.fr:8443/",
            "http://127.0.0.1:9001/",
            "http://127.1/",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "https://localhost/",
        ] {
            assert!(!takes(&list, bad), "{bad}");
        }
        // Written without its port, an address of the machine is not one that a public service has.
        for written in ["127.0.0.1", "[::ffff:127.0.0.1]", "0x7f000001", "169.254.169.254", "[::1]"] {
            assert!(!takes(&[written], &format!("https://{written}/")), "{written}");
        }
    }

    #[test]
    fn what_names_no_host_is_refused() {
        for bad in ["", "*", "*.gouv.fr", "a/b", "user@host", "http://host", "a b", "ftp://a:1", "a:99999"] {
            assert_eq!(Allowed::parse(bad), None, "{bad}");
        }
        assert_eq!(Allowed::parse("https://Data.Geopf.fr").unwrap().name(), "data.geopf.fr");
        assert_eq!(Allowed::parse("localhost:90").unwrap().name(), "localhost:90");
    }

    #[test]
    fn addresses_of_the_machine_and_its_network_are_told() {
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2001::1",
            "3fff::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2001:4860:4860::8888", "2a01:e0a::1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[tokio::test]
    async fn a_name_of_the_machine_has_no_public_address() {
        let found = PublicOnly.resolve("localhost".parse().unwrap()).await;
        assert!(found.is_err());
    }
}

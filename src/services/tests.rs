//! Against a real server that misbehaves: slow, down, redirecting, lying, sending too much.

use super::*;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that answers each connection by what its path asks for.
async fn double() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 2048];
                let read = stream.read(&mut request).await.unwrap_or(0);
                let request = String::from_utf8_lossy(&request[..read]).into_owned();
                for (pause, part) in answer(&request) {
                    tokio::time::sleep(pause).await;
                    if stream.write_all(&part).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

fn answer(request: &str) -> Vec<(Duration, Vec<u8>)> {
    let path = request.split(' ').nth(1).unwrap_or_default();
    let sent = |name: &str| request.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
    let head = |status: &str, rest: &str| format!("HTTP/1.1 {status}\r\nConnection: close\r\n{rest}\r\n");
    let json = "Content-Type: application/json\r\n";
    let whole = |status: &str, kind: &str, body: &str| {
        head(status, &format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len())) + body
    };
    let now = |text: String| vec![(Duration::ZERO, text.into_bytes())];
    match path {
        "/good" => now(whole("200 OK", "application/json; charset=utf-8", "{\"a\": 1}")),
        "/slow" => vec![(Duration::from_secs(30), whole("200 OK", "application/json", "{}").into_bytes())],
        // A byte now and then: each read is quick, the whole is not.
        "/drip" => {
            let start = vec![(Duration::ZERO, head("200 OK", json).into_bytes())];
            start.into_iter().chain((0..100).map(|_| (Duration::from_millis(200), b" ".to_vec()))).collect()
        }
        "/key" => now(whole("200 OK", "application/json", &format!("{:?}", sent("x-api-key: ")))),
        "/redirect" => now(head("302 Found", "Location: /good\r\nContent-Length: 0\r\n")),
        "/short" => now(head("200 OK", &format!("{json}Content-Length: 1000\r\n")) + "{}"),
        "/announced" => now(head("200 OK", &format!("{json}Content-Length: 10000000\r\n"))),
        "/endless" => {
            let start = vec![(Duration::ZERO, head("200 OK", json).into_bytes())];
            start.into_iter().chain((0..160).map(|_| (Duration::ZERO, vec![b' '; 65_536]))).collect()
        }
        "/broken" => now(whole("200 OK", "application/json", "{\"a\": ")),
        "/deep" => now(whole("200 OK", "application/json", &"[".repeat(100_000))),
        "/page" => now(whole("200 OK", "text/html", "{}")),
        "/many" => now(whole("429 Too Many Requests", "application/json", "{}")),
        "/failing" => now(whole("503 Service Unavailable", "application/json", "{}")),
        "/closed" => now(String::new()),
        // To another host, which shows what it was sent.
        _ if path.starts_with("/away?") => {
            let to = path.trim_start_matches("/away?");
            now(head("302 Found", &format!("Location: http://{to}/key\r\nContent-Length: 0\r\n")))
        }
        _ => now(whole("404 Not Found", "application/json", "{}")),
    }
}

fn services(address: SocketAddr) -> Services {
    Services::new(vec![Allowed::parse(&address.to_string()).unwrap()], Credentials::default(), Connectors::default())
        .unwrap()
}

#[tokio::test]
async fn a_key_goes_to_its_host_only() {
    let (keyed, other) = (double().await, double().await);
    let allowed = [keyed, other].map(|address| Allowed::parse(&address.to_string()).unwrap());
    let headers = format!(r#"{{"{keyed}": {{"X-Api-Key": "hunter2"}}}}"#);
    let services =
        Services::new(allowed.to_vec(), Credentials::parse(&headers, &allowed).unwrap(), Connectors::default())
            .unwrap();
    for (address, sent) in [(keyed, "hunter2"), (other, "")] {
        assert_eq!(services.json(&format!("http://{address}/key")).await, Ok(serde_json::json!(sent)));
    }
    // A redirection of the one to the other takes nothing along: it is not followed.
    let away = services.json(&format!("http://{keyed}/away?{other}")).await;
    assert_eq!(away, Err(Failure::Status(302)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_misbehaves_is_a_failure_in_time() {
    let address = double().await;
    for (path, expected) in [
        ("/good", Ok(serde_json::json!({"a": 1}))),
        ("/slow", Err(Failure::Timeout)),
        ("/drip", Err(Failure::Timeout)),
        ("/redirect", Err(Failure::Status(302))),
        ("/short", Err(Failure::Unreachable)),
        ("/announced", Err(Failure::TooLarge)),
        ("/endless", Err(Failure::TooLarge)),
        ("/broken", Err(Failure::NotJson)),
        ("/deep", Err(Failure::NotJson)),
        ("/page", Err(Failure::NotJson)),
        ("/many", Err(Failure::Status(429))),
        ("/failing", Err(Failure::Status(503))),
        ("/closed", Err(Failure::Unreachable)),
        ("/absent", Err(Failure::Status(404))),
    ] {
        let start = Instant::now();
        // Each its own breaker: one failure says nothing of the next.
        assert_eq!(services(address).json(&format!("http://{address}{path}")).await, expected, "{path}");
        assert!(start.elapsed() < PATIENCE + Duration::from_millis(500), "{path}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn only_the_very_place_that_is_listed_is_asked() {
    let address = double().await;
    let services = services(address);
    let other = double().await;
    for asked in [format!("http://{other}/good"), format!("http://localhost:{}/good", address.port()), "/good".into()] {
        assert_eq!(services.json(&asked).await, Err(Failure::NotAllowed), "{asked}");
    }
    // A listed name without its port is one of the Internet, whatever it resolves to.
    let named =
        Services::new(vec![Allowed::parse("localhost").unwrap()], Credentials::default(), Connectors::default())
            .unwrap();
    assert_eq!(named.json("https://localhost/good").await, Err(Failure::Unreachable));
}

#[tokio::test]
async fn a_service_that_is_down_is_skipped_and_told() {
    let address = double().await;
    let services = services(address);
    for _ in 0..5 {
        assert_eq!(services.json(&format!("http://{address}/failing")).await, Err(Failure::Status(503)));
    }
    assert_eq!(services.json(&format!("http://{address}/good")).await, Err(Failure::Skipped));
    let expected = State { host: address.to_string(), skipped: true, reason: Some("status") };
    assert_eq!(services.states(), [expected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_at_once_waits_its_turn_or_goes_on_without() {
    let address = double().await;
    let services = services(address);
    let slow = format!("http://{address}/slow");
    let asked: Vec<_> = (0..AT_ONCE + 4)
        .map(|_| {
            let (services, slow) = (services.clone(), slow.clone());
            tokio::spawn(async move { services.json(&slow).await })
        })
        .collect();
    let mut busy = 0;
    for one in asked {
        busy += usize::from(one.await.unwrap() == Err(Failure::Busy));
    }
    assert_eq!(busy, 4);
}

fn connected(address: SocketAddr) -> Services {
    let written = format!(r#"{{"c": {{"url": "http://{address}", "headers": {{"X-Api-Key": "hunter2"}}}}}}"#);
    Services::new(Vec::new(), Credentials::default(), Connectors::parse(&written).unwrap()).unwrap()
}

#[tokio::test]
async fn a_connector_is_asked_by_its_name_with_its_key() {
    let services = connected(double().await);
    let call = |path| Call { connector: "c", method: "GET", path, body: None, key: "k" };
    assert_eq!(services.call(call("/key")).await, Ok(serde_json::json!("hunter2")));
    assert_eq!(services.call(call("/absent")).await, Err(Failure::Status(404)));
    assert_eq!(services.call(call("/redirect")).await, Err(Failure::Status(302)));
    assert_eq!(services.call(call("/page")).await, Err(Failure::NotJson));
    assert_eq!(services.call(call("/../key")).await, Err(Failure::NotAllowed));
    assert_eq!(services.call(Call { connector: "d", ..call("/key") }).await, Err(Failure::NoConnector));
    // Forms ask none of them.
    assert!(!services.allows("http://127.0.0.1/"));
    let expected = State { host: "c".into(), skipped: false, reason: Some("not-json") };
    assert_eq!(services.states(), [expected]);
}

#[tokio::test]
async fn a_receiver_that_fails_does_not_keep_forms_from_asking() {
    let address = double().await;
    let services = services(address);
    let post = |path: &str| {
        let (services, to) = (services.clone(), format!("http://{address}{path}"));
        async move { services.post(&to, &[("webhook-id", "m".to_owned())], "{}".to_owned()).await }
    };
    assert_eq!(post("/good").await, Ok(()));
    for _ in 0..5 {
        assert_eq!(post("/failing").await, Err(Failure::Status(503)));
    }
    assert_eq!(post("/good").await, Err(Failure::Skipped));
    assert!(services.json(&format!("http://{address}/good")).await.is_ok());
    assert!(services.states()[0].skipped, "it is told");
}

//! The whole site on one page, by audience.

use crate::app::App;
use crate::{accounts, administration, dossiers, jobs, procedures, review, web};
use actix_web::http::Method;
use actix_web::web::{ServiceConfig, get, post};

/// A route, for the test that tries each as every kind of visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub audience: Audience,
}

/// Who a route is for. What each may see behind it is decided by the queries of its feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Everyone,
    SignedIn,
    Applicant,
    Instructor,
    Official,
    Administrator,
    Operator,
}

macro_rules! routes {
    ($($audience:ident { $($method:ident $path:literal => $handler:path;)* })*) => {
        /// Every page of the site.
        pub fn pages() -> Vec<Route> {
            vec![$($(Route { method: method(stringify!($method)), path: $path, audience: Audience::$audience },)*)*]
        }

        fn register(config: &mut ServiceConfig) {
            $($(config.route($path, $method().to($handler));)*)*
        }
    };
}

fn method(name: &str) -> Method {
    if name == "post" { Method::POST } else { Method::GET }
}

routes! {
    Everyone {
        get "/" => procedures::pages::home;
        get "/demarches" => procedures::pages::catalogue;
        get "/demarches/{slug}" => procedures::pages::show;
        get "/demarches/{slug}/formulaire.pdf" => procedures::paper::blank_form;
        post "/demarches/{slug}/preremplissage" => procedures::prefill::post;
        get "/demarches/{slug}/modeles/{name}" => procedures::pages::template_file;
        get "/accessibilite" => procedures::pages::accessibility;
        get "/connexion" => accounts::pages::sign_in_form;
        post "/connexion" => accounts::pages::sign_in_action;
        get "/inscription" => accounts::pages::register_form;
        post "/inscription" => accounts::pages::register;
        get "/inscription/confirmation" => accounts::pages::confirm_form;
        post "/inscription/confirmation" => accounts::pages::confirm;
        get "/mot-de-passe" => accounts::pages::ask_reset_form;
        post "/mot-de-passe" => accounts::pages::ask_reset;
        get "/mot-de-passe/nouveau" => accounts::pages::reset_form;
        post "/mot-de-passe/nouveau" => accounts::pages::reset;
        post "/deconnexion" => accounts::pages::sign_out;
        get "/invitation" => dossiers::sharing::invitation;
        post "/retours/{token}" => dossiers::returns::receive;
        get "/avis/{token}" => dossiers::opinion_page::show;
        post "/avis/{token}" => dossiers::opinion_page::give;
        get "/avis/{token}/fichiers/{id}" => dossiers::opinion_page::file;
        get "/referentiels/{set}" => web::reference::search;
    }
    SignedIn {
        get "/compte" => accounts::settings::settings;
        post "/compte" => accounts::settings::update;
        post "/compte/mot-de-passe" => accounts::settings::change_password;
        post "/compte/sessions/{id}/fin" => accounts::settings::end_session;
        get "/compte/absences" => dossiers::absence_pages::show;
        post "/compte/absences" => dossiers::absence_pages::leave;
        post "/compte/absences/{id}/fin" => dossiers::absence_pages::come_back;
        post "/compte/delegations" => dossiers::absence_pages::give;
        post "/compte/delegations/{id}/fin" => dossiers::absence_pages::end;
        post "/demarches/{slug}/dossiers" => dossiers::pages::start;
        get "/dossiers" => dossiers::pages::list;
        post "/invitation" => dossiers::sharing::accept;
        get "/fichiers/{id}" => dossiers::documents::download;
        get "/adresses" => dossiers::addresses::suggest;
        get "/dossiers/{number}/lieux" => dossiers::documents::places;
        get "/dossiers/{number}/documents/{id}" => dossiers::documents::produced;
        get "/dossiers/{number}/recepisse" => dossiers::receipt_pages::current;
        get "/dossiers/{number}/recepisses/{n}" => dossiers::receipt_pages::one;
        get "/dossiers/{number}/recepisses/{n}/recepisse.pdf" => dossiers::receipt_pages::download;
    }
    Applicant {
        get "/dossiers/{number}" => dossiers::overview::show;
        get "/dossiers/{number}/historique" => dossiers::audit_page::show;
        get "/dossiers/{number}/reponses.pdf" => dossiers::copy::download;
        get "/dossiers/{number}/identite" => dossiers::identity::form;
        post "/dossiers/{number}/identite" => dossiers::identity::save;
        get "/dossiers/{number}/pages/{n}" => dossiers::filling::page;
        post "/dossiers/{number}/pages/{n}" => dossiers::filling::save;
        get "/dossiers/{number}/references" => dossiers::references::search;
        get "/dossiers/{number}/verification" => dossiers::check::check;
        post "/dossiers/{number}/verification" => dossiers::check::submit;
        post "/dossiers/{number}/transitions/{name}" => dossiers::check::act;
        post "/dossiers/{number}/conservation" => dossiers::pages::keep;
        post "/dossiers/{number}/reprise" => dossiers::renew::renew;
        post "/dossiers/{number}/suppression" => dossiers::pages::discard;
        post "/dossiers/{number}/invitations" => dossiers::sharing::invite;
        post "/dossiers/{number}/invitations/{id}/relance" => dossiers::sharing::resend;
        post "/dossiers/{number}/invitations/{id}/fin" => dossiers::sharing::revoke;
        post "/dossiers/{number}/messages" => dossiers::pages::send_message;
    }
    Instructor {
        get "/instruction" => review::pages::desk;
        get "/instruction/equipe/{slug}" => review::team::show;
        post "/instruction/equipe/{slug}" => review::team::hand;
        post "/instruction/equipe/{slug}/tout" => review::team::hand_all;
        get "/instruction/{slug}" => review::pages::table;
        get "/instruction/{slug}/export.csv" => review::export::csv;
        get "/instruction/{slug}/lots" => review::bulk::pages::list;
        post "/instruction/{slug}/lots" => review::bulk::pages::begin;
        get "/instruction/{slug}/lots/nouveau" => review::bulk::pages::ask;
        get "/instruction/{slug}/lots/{id}" => review::bulk::pages::show;
        post "/instruction/{slug}/lots/{id}/arret" => review::bulk::pages::stop;
        get "/taches" => review::queue::show;
        get "/instruction/dossiers/{number}/tasks/{name}" => review::task::show;
        post "/instruction/dossiers/{number}/tasks/{name}" => review::task::complete;
        post "/instruction/dossiers/{number}/tasks/{name}/prise" => review::claim::claim;
        post "/instruction/dossiers/{number}/tasks/{name}/remise" => review::claim::release;
        post "/instruction/dossiers/{number}/tasks/{name}/recusation" => review::claim::recuse;
        post "/instruction/dossiers/{number}/tasks/{name}/relance" => dossiers::opinion_desk::resend;
        post "/instruction/dossiers/{number}/tasks/{name}/adresse" => dossiers::opinion_desk::correct;
        post "/instruction/dossiers/{number}/tasks/{name}/retrait" => dossiers::opinion_desk::revoke;
        get "/instruction/dossiers/{number}" => review::screen::show;
        get "/instruction/dossiers/{number}/historique" => review::history::verify;
        get "/instruction/dossiers/{number}/reponses.pdf" => review::copy::download;
        get "/instruction/dossiers/{number}/transitions/{name}" => review::step::show;
        post "/instruction/dossiers/{number}/transitions/{name}" => review::step::act;
        post "/instruction/dossiers/{number}/messages" => review::screen::send_message;
    }
    Official {
        get "/conception" => procedures::studio::list;
        post "/conception" => procedures::studio::publish;
        get "/conception/{slug}" => procedures::studio::show;
        get "/conception/{slug}/procedure.json" => procedures::studio::download;
        post "/conception/{slug}/statut" => procedures::studio::set_status;
        get "/conception/{slug}/equipe" => procedures::team::show;
        post "/conception/{slug}/groupes/{id}/membres" => procedures::team::add;
        post "/conception/{slug}/groupes/{id}/retrait" => procedures::team::remove;
        post "/conception/{slug}/groupes/{id}/encadrement" => procedures::team::set_manager;
        post "/conception/{slug}/roles/{name}" => procedures::team::bind;
        get "/conception/{slug}/notifications" => procedures::notifications::show;
        post "/conception/{slug}/notifications" => procedures::notifications::add;
        post "/conception/{slug}/notifications/{id}/fin" => procedures::notifications::stop;
        get "/conception/{slug}/versions" => dossiers::move_pages::list;
        post "/conception/{slug}/versions" => dossiers::move_pages::prepare;
        get "/conception/{slug}/versions/{id}" => dossiers::move_pages::show;
        post "/conception/{slug}/versions/{id}" => dossiers::move_pages::map;
        post "/conception/{slug}/versions/{id}/passage" => dossiers::move_pages::go;
        post "/conception/{slug}/versions/{id}/arret" => dossiers::move_pages::stop;
        post "/conception/{slug}/envois/{id}/relance" => procedures::notifications::replay;
    }
    Administrator {
        get "/administration" => administration::show;
        post "/administration/effets/{id}/relance" => administration::replay;
    }
    Operator {
        get "/healthz" => web::observe::alive;
        get "/readyz" => administration::ready;
        get "/metrics" => web::observe::metrics;
    }
}

/// Registers every route. The mails kept by a site without SMTP are shown in the demonstration, and only there.
pub fn routes(config: &mut ServiceConfig, app: &App) {
    config.route("/assets/{path:.*}", get().to(web::assets::show));
    register(config);
    if app.config.demo {
        config.route("/dev/mail", get().to(jobs::pages::kept_mails));
        config.route("/dev/mail/{id}", get().to(jobs::pages::kept_mail));
    }
}

// @generated from the migrations: see diesel.toml.

diesel::table! {
    accounts (id) {
        id -> Uuid,
        email -> Text,
        given_name -> Text,
        family_name -> Text,
        password_hash -> Text,
        language -> Text,
        administrator -> Bool,
        confirmed_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    account_tokens (hash) {
        hash -> Bytea,
        account_id -> Uuid,
        purpose -> Text,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (key_hash) {
        key_hash -> Bytea,
        id -> Uuid,
        account_id -> Nullable<Uuid>,
        state -> Jsonb,
        user_agent -> Text,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    procedures (id) {
        id -> Uuid,
        slug -> Text,
        status -> Text,
        revision_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    revisions (id) {
        id -> Uuid,
        procedure_id -> Uuid,
        number -> Int4,
        content -> Text,
        workflow -> Text,
        digest -> Bytea,
        created_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    revision_files (revision_id, name) {
        revision_id -> Uuid,
        name -> Text,
        content -> Bytea,
    }
}

diesel::table! {
    groups (id) {
        id -> Uuid,
        procedure_id -> Uuid,
        key -> Text,
        label -> Jsonb,
        role -> Nullable<Text>,
    }
}

diesel::table! {
    group_members (group_id, account_id) {
        group_id -> Uuid,
        account_id -> Uuid,
        manager -> Bool,
        assigned_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    expected_members (group_id, email) {
        group_id -> Uuid,
        email -> Text,
    }
}

diesel::table! {
    role_holders (procedure_id, role) {
        procedure_id -> Uuid,
        role -> Text,
        group_id -> Nullable<Uuid>,
        emails -> Array<Text>,
    }
}

diesel::table! {
    absences (id) {
        id -> Uuid,
        account_id -> Uuid,
        starts_on -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    delegations (id) {
        id -> Uuid,
        account_id -> Uuid,
        delegate_id -> Uuid,
        procedure_id -> Nullable<Uuid>,
        role -> Nullable<Text>,
        starts_on -> Date,
        ends_on -> Date,
        created_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    officials (procedure_id, account_id) {
        procedure_id -> Uuid,
        account_id -> Uuid,
    }
}

diesel::table! {
    dossiers (id) {
        id -> Uuid,
        number -> Text,
        procedure_id -> Uuid,
        revision_id -> Uuid,
        applicant_id -> Uuid,
        group_id -> Nullable<Uuid>,
        assignee_id -> Nullable<Uuid>,
        applicant -> Jsonb,
        applicant_name -> Text,
        state -> Text,
        phase -> Text,
        snapshot -> Jsonb,
        rev -> Int4,
        head -> Nullable<Bytea>,
        draft -> Nullable<Jsonb>,
        draft_rev -> Int4,
        draft_by -> Nullable<Uuid>,
        origin -> Nullable<Jsonb>,
        expires_at -> Nullable<Timestamptz>,
        remind_at -> Nullable<Timestamptz>,
        answers -> Nullable<Jsonb>,
        submitted_at -> Nullable<Timestamptz>,
        decided_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    concerned_groups (dossier_id, group_id) {
        dossier_id -> Uuid,
        group_id -> Uuid,
    }
}

diesel::table! {
    tasks (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        procedure_id -> Uuid,
        place -> Text,
        name -> Text,
        visit -> Int4,
        part -> Int4,
        role -> Text,
        group_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        assignee_id -> Nullable<Uuid>,
        draft -> Nullable<Jsonb>,
        opened_at -> Timestamptz,
        due_at -> Nullable<Timestamptz>,
        urgency -> Timestamptz,
        status -> Text,
        outcome -> Nullable<Text>,
        answers -> Nullable<Jsonb>,
        done_by -> Nullable<Uuid>,
        on_behalf -> Nullable<Uuid>,
        closed_at -> Nullable<Timestamptz>,
        delegable -> Bool,
    }
}

diesel::table! {
    team_changes (id) {
        id -> Uuid,
        procedure_id -> Uuid,
        at -> Timestamptz,
        by_id -> Uuid,
        kind -> Text,
        about -> Text,
        whom -> Text,
    }
}

diesel::table! {
    assignments (id) {
        id -> Uuid,
        task_id -> Uuid,
        dossier_id -> Uuid,
        from_id -> Nullable<Uuid>,
        to_id -> Nullable<Uuid>,
        by_id -> Uuid,
        at -> Timestamptz,
    }
}

diesel::table! {
    opinion_links (id) {
        id -> Uuid,
        token_hash -> Bytea,
        task_id -> Uuid,
        email -> Text,
        sent_by -> Nullable<Uuid>,
        sent_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        revoked_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    draft_changes (dossier_id, rev) {
        dossier_id -> Uuid,
        rev -> Int4,
        author_id -> Uuid,
        page -> Nullable<Uuid>,
        at -> Timestamptz,
        undo -> Jsonb,
        rows -> Nullable<Jsonb>,
    }
}

diesel::table! {
    events (dossier_id, seq) {
        dossier_id -> Uuid,
        seq -> Int4,
        at -> Timestamptz,
        actor_id -> Nullable<Uuid>,
        command -> Text,
        key -> Nullable<Text>,
        content -> Jsonb,
        hash -> Bytea,
    }
}

diesel::table! {
    decisions (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        seq -> Int4,
        outcome -> Text,
        motivation -> Text,
        tacit -> Bool,
        decided_by -> Nullable<Uuid>,
        decided_at -> Timestamptz,
        superseded_at -> Nullable<Timestamptz>,
        effective_on -> Nullable<Date>,
        document_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    corrections (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        reason -> Text,
        message -> Text,
        fields -> Jsonb,
        requested_by -> Nullable<Uuid>,
        requested_at -> Timestamptz,
        resolved_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    messages (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        author_id -> Nullable<Uuid>,
        side -> Text,
        body -> Text,
        sent_at -> Timestamptz,
    }
}

diesel::table! {
    unsaved_pages (dossier_id, account_id, page, rev) {
        account_id -> Uuid,
        dossier_id -> Uuid,
        page -> Int4,
        rev -> Int4,
        pairs -> Jsonb,
        kept_at -> Timestamptz,
    }
}

diesel::table! {
    unsent_texts (dossier_id, account_id, place) {
        account_id -> Uuid,
        dossier_id -> Uuid,
        place -> Text,
        pairs -> Jsonb,
        kept_at -> Timestamptz,
    }
}

diesel::table! {
    files (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        pointer -> Text,
        name -> Text,
        media_type -> Text,
        size -> Int8,
        sha256 -> Bytea,
        uploaded_by -> Uuid,
        uploaded_at -> Timestamptz,
    }
}

diesel::table! {
    ledgers (dossier_id, deadline, row) {
        dossier_id -> Uuid,
        deadline -> Text,
        row -> Int4,
        seq -> Int4,
        on_date -> Date,
        content -> Jsonb,
    }
}

diesel::table! {
    documents (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        seq -> Int4,
        name -> Text,
        template -> Text,
        title -> Text,
        visible_to -> Jsonb,
        content -> Jsonb,
        created_at -> Timestamptz,
        size -> Nullable<Int8>,
        sha256 -> Nullable<Bytea>,
        produced_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    receipts (dossier_id, number) {
        dossier_id -> Uuid,
        number -> Int4,
        seq -> Int4,
        issued_at -> Timestamptz,
        effective_on -> Nullable<Date>,
        content -> Jsonb,
    }
}

diesel::table! {
    timers (dossier_id, name) {
        dossier_id -> Uuid,
        name -> Text,
        due_at -> Timestamptz,
        attempts -> Int4,
    }
}

diesel::table! {
    outbox (id) {
        id -> Uuid,
        dedup_key -> Text,
        kind -> Text,
        payload -> Jsonb,
        run_at -> Timestamptz,
        attempts -> Int4,
        locked_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        failed_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    kept_mails (id) {
        id -> Uuid,
        recipient -> Text,
        subject -> Text,
        text -> Text,
        html -> Text,
        kept_at -> Timestamptz,
    }
}

diesel::table! {
    prefills (hash) {
        hash -> Bytea,
        procedure_id -> Uuid,
        sealed -> Bytea,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    invitations (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        email -> Text,
        token_hash -> Nullable<Bytea>,
        account_id -> Nullable<Uuid>,
        sent_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    webhooks (id) {
        id -> Uuid,
        procedure_id -> Uuid,
        url -> Text,
        secret -> Bytea,
        events -> Nullable<Array<Text>>,
        created_at -> Timestamptz,
        disabled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    moves (id) {
        id -> Uuid,
        procedure_id -> Uuid,
        from_id -> Uuid,
        to_id -> Uuid,
        mapping -> Jsonb,
        status -> Text,
        reached -> Nullable<Uuid>,
        report -> Jsonb,
        created_by -> Uuid,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    bulk_actions (id) {
        id -> Uuid,
        procedure_id -> Uuid,
        revision_id -> Uuid,
        button -> Text,
        input -> Jsonb,
        total -> Int4,
        status -> Text,
        created_by -> Uuid,
        created_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    bulk_items (action_id, dossier_id) {
        action_id -> Uuid,
        dossier_id -> Uuid,
        state -> Text,
        rev -> Int4,
        result -> Nullable<Text>,
        rank -> Int2,
    }
}

diesel::table! {
    invocations (id) {
        id -> Uuid,
        dossier_id -> Uuid,
        name -> Text,
        place -> Text,
        seq -> Int4,
        request -> Nullable<Jsonb>,
        fault -> Nullable<Text>,
        link -> Nullable<Text>,
        case_id -> Nullable<Uuid>,
        asked_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::joinable!(dossiers -> procedures (procedure_id));
diesel::joinable!(dossiers -> revisions (revision_id));
diesel::joinable!(draft_changes -> accounts (author_id));
diesel::joinable!(events -> dossiers (dossier_id));
diesel::joinable!(invitations -> accounts (account_id));
diesel::joinable!(invitations -> dossiers (dossier_id));
diesel::joinable!(decisions -> documents (document_id));
diesel::joinable!(decisions -> dossiers (dossier_id));
diesel::joinable!(messages -> accounts (author_id));
diesel::joinable!(unsaved_pages -> dossiers (dossier_id));
diesel::joinable!(unsent_texts -> dossiers (dossier_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(group_members -> groups (group_id));
diesel::joinable!(group_members -> accounts (account_id));
diesel::joinable!(groups -> procedures (procedure_id));
diesel::joinable!(role_holders -> groups (group_id));
diesel::joinable!(tasks -> dossiers (dossier_id));
diesel::joinable!(assignments -> tasks (task_id));
diesel::joinable!(team_changes -> accounts (by_id));
diesel::joinable!(opinion_links -> tasks (task_id));
diesel::joinable!(officials -> procedures (procedure_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    account_tokens,
    sessions,
    procedures,
    revisions,
    revision_files,
    groups,
    group_members,
    expected_members,
    role_holders,
    absences,
    delegations,
    officials,
    dossiers,
    concerned_groups,
    tasks,
    team_changes,
    assignments,
    opinion_links,
    draft_changes,
    unsaved_pages,
    unsent_texts,
    events,
    decisions,
    corrections,
    messages,
    files,
    ledgers,
    documents,
    receipts,
    timers,
    bulk_actions,
    bulk_items,
    invitations,
    invocations,
    prefills,
    webhooks,
    outbox,
    kept_mails,
);

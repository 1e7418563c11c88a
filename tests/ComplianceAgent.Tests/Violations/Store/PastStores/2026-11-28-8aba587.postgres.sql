-- Made by commit 8aba587 of 2026-11-28 (the version before the index that pages count by), built as it was: two scans of an exported file, a dismissal, a request for an exception (PastStore.cs says how).
CREATE TABLE public.access_keys (
    tenant text NOT NULL COLLATE pg_catalog."C",
    key_id text NOT NULL COLLATE pg_catalog."C",
    label text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    last_used_at bigint,
    revoked_at bigint
);
ALTER TABLE ONLY public.access_keys FORCE ROW LEVEL SECURITY;
CREATE TABLE public.channel_holds (
    tenant text NOT NULL COLLATE pg_catalog."C",
    policy_id text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.channel_holds FORCE ROW LEVEL SECURITY;
CREATE TABLE public.channel_releases (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    policy_id text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    opens boolean,
    violations text NOT NULL COLLATE pg_catalog."C",
    author text NOT NULL COLLATE pg_catalog."C",
    author_source text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);
ALTER TABLE ONLY public.channel_releases FORCE ROW LEVEL SECURITY;
CREATE TABLE public.channels (
    tenant text NOT NULL COLLATE pg_catalog."C",
    target text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.channels FORCE ROW LEVEL SECURITY;
CREATE TABLE public.compliance_agent_migrations (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL
);
CREATE TABLE public.device_history (
    tenant text NOT NULL COLLATE pg_catalog."C",
    device_id text NOT NULL COLLATE pg_catalog."C",
    until_scan bigint NOT NULL,
    from_scan bigint NOT NULL,
    platform integer NOT NULL,
    owner integer NOT NULL,
    coverage integer NOT NULL,
    reason_code text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    fingerprint bigint,
    inventory_at bigint NOT NULL
);
ALTER TABLE ONLY public.device_history FORCE ROW LEVEL SECURITY;
CREATE TABLE public.devices (
    tenant text NOT NULL COLLATE pg_catalog."C",
    device_id text NOT NULL COLLATE pg_catalog."C",
    platform integer NOT NULL,
    owner integer NOT NULL,
    coverage integer NOT NULL,
    reason_code text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    fingerprint bigint,
    row_count integer NOT NULL,
    inventory_at bigint NOT NULL,
    scan_number bigint DEFAULT 0 NOT NULL
);
ALTER TABLE ONLY public.devices FORCE ROW LEVEL SECURITY;
CREATE TABLE public.event_people (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    salt text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.event_people FORCE ROW LEVEL SECURITY;
CREATE TABLE public.event_states (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    salt text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.event_states FORCE ROW LEVEL SECURITY;
CREATE TABLE public.events (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    scan_number bigint NOT NULL,
    at bigint NOT NULL,
    kind smallint NOT NULL,
    violation_id uuid NOT NULL,
    reason_code text NOT NULL COLLATE pg_catalog."C",
    parameters text NOT NULL COLLATE pg_catalog."C",
    person_hash text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    state_hash text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.events FORCE ROW LEVEL SECURITY;
CREATE TABLE public.exception_decisions (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    number bigint NOT NULL,
    kind smallint NOT NULL,
    author text NOT NULL COLLATE pg_catalog."C",
    author_source text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    policy_id text COLLATE pg_catalog."C",
    subject text COLLATE pg_catalog."C",
    target_kind smallint,
    target text COLLATE pg_catalog."C",
    reason_code text COLLATE pg_catalog."C",
    why text COLLATE pg_catalog."C",
    first_day date,
    last_day date,
    mitigations text COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.exception_decisions FORCE ROW LEVEL SECURITY;
CREATE TABLE public.excusing_acts (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    number bigint NOT NULL,
    step smallint NOT NULL,
    kind smallint NOT NULL,
    policy_id text NOT NULL COLLATE pg_catalog."C",
    what text NOT NULL COLLATE pg_catalog."C",
    about text NOT NULL COLLATE pg_catalog."C",
    file_name text NOT NULL COLLATE pg_catalog."C",
    file_before text NOT NULL COLLATE pg_catalog."C",
    file_after text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    violations integer NOT NULL,
    devices integer NOT NULL,
    author text NOT NULL COLLATE pg_catalog."C",
    author_source text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    scan_number bigint NOT NULL
);
ALTER TABLE ONLY public.excusing_acts FORCE ROW LEVEL SECURITY;
CREATE TABLE public.gate_releases (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    policy_id text NOT NULL COLLATE pg_catalog."C",
    violations text NOT NULL COLLATE pg_catalog."C",
    author text NOT NULL COLLATE pg_catalog."C",
    author_source text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);
ALTER TABLE ONLY public.gate_releases FORCE ROW LEVEL SECURITY;
CREATE TABLE public.legal_holds (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    number bigint NOT NULL,
    ends boolean NOT NULL,
    kind smallint NOT NULL,
    target text NOT NULL COLLATE pg_catalog."C",
    user_ids text NOT NULL COLLATE pg_catalog."C",
    author text NOT NULL COLLATE pg_catalog."C",
    author_source text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);
ALTER TABLE ONLY public.legal_holds FORCE ROW LEVEL SECURITY;
CREATE TABLE public.messages (
    tenant text NOT NULL COLLATE pg_catalog."C",
    message_id text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    delivery smallint NOT NULL,
    not_before bigint NOT NULL,
    waiting_since bigint,
    planned_at bigint NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.messages FORCE ROW LEVEL SECURITY;
CREATE TABLE public.policy_versions (
    tenant text NOT NULL COLLATE pg_catalog."C",
    record text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.policy_versions FORCE ROW LEVEL SECURITY;
CREATE TABLE public.protection_keys (
    tenant text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    xml text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);
ALTER TABLE ONLY public.protection_keys FORCE ROW LEVEL SECURITY;
CREATE TABLE public.register_entries (
    tenant text NOT NULL COLLATE pg_catalog."C",
    record text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.register_entries FORCE ROW LEVEL SECURITY;
CREATE TABLE public.review_decisions (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    case_id text NOT NULL COLLATE pg_catalog."C",
    kind smallint NOT NULL,
    cause smallint NOT NULL,
    policy_id text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    subject_name text NOT NULL COLLATE pg_catalog."C",
    app_platform smallint NOT NULL,
    app_name text NOT NULL COLLATE pg_catalog."C",
    app_publisher text NOT NULL COLLATE pg_catalog."C",
    app_version text NOT NULL COLLATE pg_catalog."C",
    app_identifier text NOT NULL COLLATE pg_catalog."C",
    confidence smallint NOT NULL,
    author text NOT NULL COLLATE pg_catalog."C",
    author_source text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    devices integer NOT NULL,
    scan_number bigint NOT NULL
);
ALTER TABLE ONLY public.review_decisions FORCE ROW LEVEL SECURITY;
CREATE TABLE public.rule_acceptances (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    policy_id text NOT NULL COLLATE pg_catalog."C",
    rule_id text NOT NULL COLLATE pg_catalog."C",
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    author text NOT NULL COLLATE pg_catalog."C",
    author_source text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    devices integer NOT NULL,
    apps integer NOT NULL,
    share double precision NOT NULL
);
ALTER TABLE ONLY public.rule_acceptances FORCE ROW LEVEL SECURITY;
CREATE TABLE public.scans (
    tenant text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    started_at bigint NOT NULL,
    finished_at bigint NOT NULL,
    inventory_as_of bigint NOT NULL,
    complete boolean NOT NULL,
    older_than_known boolean NOT NULL,
    devices integer NOT NULL,
    open_violations integer NOT NULL,
    devices_in_violation integer NOT NULL,
    opened integer NOT NULL,
    resolved integer NOT NULL,
    result text NOT NULL COLLATE pg_catalog."C",
    events_sequence bigint NOT NULL,
    events_hash text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.scans FORCE ROW LEVEL SECURITY;
CREATE TABLE public.tenants (
    tenant text NOT NULL COLLATE pg_catalog."C",
    simulated boolean NOT NULL,
    fingerprint_key bytea NOT NULL,
    last_scan bigint NOT NULL,
    stored_scan bigint NOT NULL
);
ALTER TABLE ONLY public.tenants FORCE ROW LEVEL SECURITY;
CREATE TABLE public.tickets (
    tenant text NOT NULL COLLATE pg_catalog."C",
    tracker text NOT NULL COLLATE pg_catalog."C",
    ticket_key text NOT NULL COLLATE pg_catalog."C",
    delivery smallint NOT NULL,
    not_before bigint NOT NULL,
    waiting_since bigint,
    remote_id text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.tickets FORCE ROW LEVEL SECURITY;
CREATE TABLE public.violations (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    device_id text NOT NULL COLLATE pg_catalog."C",
    policy_id text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    subject_name text NOT NULL COLLATE pg_catalog."C",
    rule_id text NOT NULL COLLATE pg_catalog."C",
    policy_hash text NOT NULL COLLATE pg_catalog."C",
    state smallint NOT NULL,
    severity smallint NOT NULL,
    confidence smallint NOT NULL,
    app_platform smallint NOT NULL,
    app_name text NOT NULL COLLATE pg_catalog."C",
    app_publisher text NOT NULL COLLATE pg_catalog."C",
    app_version text NOT NULL COLLATE pg_catalog."C",
    app_identifier text NOT NULL COLLATE pg_catalog."C",
    evidence text NOT NULL COLLATE pg_catalog."C",
    first_seen_at bigint NOT NULL,
    not_confirmed_since bigint,
    not_confirmed_reason text COLLATE pg_catalog."C",
    inventory_at bigint NOT NULL,
    fingerprint bigint,
    state_since bigint NOT NULL,
    state_reason text NOT NULL COLLATE pg_catalog."C",
    return_count integer NOT NULL,
    linked_from uuid,
    excepted_until bigint,
    device_name text NOT NULL COLLATE pg_catalog."C",
    device_platform smallint NOT NULL,
    operating_system text NOT NULL COLLATE pg_catalog."C",
    owner smallint NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_principal_name text NOT NULL COLLATE pg_catalog."C",
    user_display_name text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL COLLATE pg_catalog."C",
    serial_number text NOT NULL COLLATE pg_catalog."C",
    category text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    management_agent text NOT NULL COLLATE pg_catalog."C",
    enrollment_type text NOT NULL COLLATE pg_catalog."C",
    enrolled_at bigint,
    last_sync_at bigint,
    absent_at bigint,
    erased_at bigint
);
ALTER TABLE ONLY public.violations FORCE ROW LEVEL SECURITY;
INSERT INTO public.compliance_agent_migrations VALUES ('20261124105136_Initial', '10.0.4');
INSERT INTO public.compliance_agent_migrations VALUES ('20261127235043_PastReports', '10.0.4');
INSERT INTO public.compliance_agent_migrations VALUES ('20261128001741_EarlierAbsence', '10.0.4');
INSERT INTO public.compliance_agent_migrations VALUES ('20261128003857_ExcusingActs', '10.0.4');
INSERT INTO public.compliance_agent_migrations VALUES ('20261128010325_Privacy', '10.0.4');
INSERT INTO public.compliance_agent_migrations VALUES ('20261128055330_Outbox', '10.0.4');
INSERT INTO public.compliance_agent_migrations VALUES ('20261128085606_Keys', '10.0.4');
INSERT INTO public.device_history VALUES ('local', 'd3', 2, 1, 3, 0, 0, 'seen-in-this-scan', 639267552000000000, -738929682247712037, 639267552000000000);
INSERT INTO public.devices VALUES ('local', 'd1', 3, 0, 2, 'seen-in-this-scan', 639267552000000000, -1848397899194623037, 1, 639267552000000000, 1);
INSERT INTO public.devices VALUES ('local', 'd2', 3, 0, 0, 'seen-in-this-scan', 639267552000000000, -738929682247712037, 1, 639267552000000000, 1);
INSERT INTO public.devices VALUES ('local', 'd4', 3, 0, 4, 'assessed-owner-unknown', 639267552000000000, -3100205479727583245, 1, 639267552000000000, 1);
INSERT INTO public.devices VALUES ('local', 'd3', 3, 0, 4, 'assessed-owner-unknown', 639273600000000000, -3100205479727583245, 1, 639273600000000000, 2);
INSERT INTO public.devices VALUES ('local', 'd5', 3, 0, 0, 'seen-in-this-scan', 639273600000000000, 3596651670241395543, 1, 639273600000000000, 2);
INSERT INTO public.event_people VALUES ('local', 13, '23fdf3d4e1474046938fd29bf12df8fa', '{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO public.event_people VALUES ('local', 14, '1757086ce3e9dcc62ae8ec53a1107b2c', '{"author":"root@agency","source":"os-account","reason":""}');
INSERT INTO public.event_states VALUES ('local', 3, '3f5784a1b20f206537a7b06272702eb3', '{"tenant":"local","id":"01a1095c-3400-7ebe-b97b-2e5fdc287da0","deviceId":"d1","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Review","severity":"Violation","confidence":"Suspected","appPlatform":"IOS","appName":"T1kTok","appPublisher":"Acme","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-looks-alike\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"T1kTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-1848397899194623037,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 4, '64d5ede807ebe0e909faa514598358a9', '{"tenant":"local","id":"01a1095c-3400-7209-ba4d-f96bda6b8414","deviceId":"d1","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Review","severity":"Violation","confidence":"Suspected","appPlatform":"IOS","appName":"T1kTok","appPublisher":"Acme","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-looks-alike\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"T1kTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-1848397899194623037,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 5, 'c0a1b232aa0e650b848a2342e1caa987', '{"tenant":"local","id":"01a1095c-3400-7ea1-9b11-e5001864295e","deviceId":"d2","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-738929682247712037,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 6, 'd07fff84fa094f6b91e1fb703c2c763c', '{"tenant":"local","id":"01a1095c-3400-7c27-b7c8-e370b49d98a3","deviceId":"d2","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-738929682247712037,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 7, '8e0ab397e0f7582cf15407e3a3d1f3da', '{"tenant":"local","id":"01a1095c-3400-77a1-8ced-ad07e4dd1d15","deviceId":"d3","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-738929682247712037,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 8, 'f663a1367ca88c5b55859906155baea3', '{"tenant":"local","id":"01a1095c-3400-70ec-ab76-593cf362ab00","deviceId":"d3","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-738929682247712037,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 9, 'cecfcb967b28496c6880df7070e4c968', '{"tenant":"local","id":"01a12d68-b800-7db6-9f41-0f27ec984135","deviceId":"d5","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"2.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-12T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-12T00:00:00+00:00","fingerprint":3596651670241395543,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 10, 'd09174ba51d8882de0ed91369c1177a8', '{"tenant":"local","id":"01a12d68-b800-7326-96d8-9cc4095a9374","deviceId":"d5","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"2.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-12T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-12T00:00:00+00:00","fingerprint":3596651670241395543,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 11, 'c9f7f7d8ffabb66939f76ad04bf826c7', '{"tenant":"local","id":"01a1095c-3400-77a1-8ced-ad07e4dd1d15","deviceId":"d3","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Resolved","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":"2026-10-05T00:00:00+00:00","notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-738929682247712037,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"absent-inventory-changed\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.event_states VALUES ('local', 12, '48c0167223f2a14c7468ae1d15c476bf', '{"tenant":"local","id":"01a1095c-3400-70ec-ab76-593cf362ab00","deviceId":"d3","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Resolved","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":"2026-10-05T00:00:00+00:00","notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-738929682247712037,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"absent-inventory-changed\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO public.events VALUES ('local', 1, 1, 639314796722938770, 19, '00000000-0000-0000-0000-000000000000', 'audit-policy-began', '{"hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","policy":"be-federal-tiktok"}', '', '09217c50efc9ad6198aa651b88c03511475f635a38619f8aeee724702cc2707b', '');
INSERT INTO public.events VALUES ('local', 2, 1, 639314796722938770, 19, '00000000-0000-0000-0000-000000000000', 'audit-policy-began', '{"hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","policy":"us-federal-tiktok"}', '', 'ea8f55eff370658649385de1351008de47ef2376a280f95ed7da6da304866989', '');
INSERT INTO public.events VALUES ('local', 3, 1, 639314796722938770, 0, '01a1095c-3400-7ebe-b97b-2e5fdc287da0', 'seen-first', '{}', '', '8f0bc66e471e317ff783c99f0a63f1f548aeec6a1a908ed3fb39d9167f8930a2', 'c4fbe3cddaddfeefbc7a72ee01c7e9fa61bbcabab7425df9b3876e5aabb0bf32');
INSERT INTO public.events VALUES ('local', 4, 1, 639314796722938770, 0, '01a1095c-3400-7209-ba4d-f96bda6b8414', 'seen-first', '{}', '', '227a7e3ee01e11083545bfe04cbca7fc4948ae985a48ee1d8fd239a1620fc18c', '14fc4ddf62b05237bb08bc52ab060d02432a3a879ee6ae9fff7ca020cd1fbccf');
INSERT INTO public.events VALUES ('local', 5, 1, 639314796722938770, 0, '01a1095c-3400-7ea1-9b11-e5001864295e', 'seen-first', '{}', '', '34f37eea7bee2af0954127fc287e9790e6d3838b84c394fce8aca236553007e1', '65f7ac5d3f1ec75e1e3359bf048eba3332db8320ab0d0b5978f90c0325277743');
INSERT INTO public.events VALUES ('local', 6, 1, 639314796722938770, 0, '01a1095c-3400-7c27-b7c8-e370b49d98a3', 'seen-first', '{}', '', 'e89bfc82592e2a38c3deb1d9ab9378b646cb5f7f9a76bcffbb0ef1442d720e0a', 'a0d9733a5c60a31a82cc8fb46f8c819b0bbb87ffaa4c618d1e72004d1c1e53de');
INSERT INTO public.events VALUES ('local', 7, 1, 639314796722938770, 0, '01a1095c-3400-77a1-8ced-ad07e4dd1d15', 'seen-first', '{}', '', '4561f2c718279d78e680c164a5bdad213a97f74e9528c260378f2c598505d1c0', 'a835a98a6bb30a62ede33ebfc55e6c597f1f8169e059e84abd0ff484ccdbfb2c');
INSERT INTO public.events VALUES ('local', 8, 1, 639314796722938770, 0, '01a1095c-3400-70ec-ab76-593cf362ab00', 'seen-first', '{}', '', '9fcdfb6ccb33f23d00833e7a4c5af531429c2373c01edbfbe896c800c2d9e5b9', '956a23e1dc04ddb8cd0b4eb3b3f1ce35bd3d1e09eebdbf4adf269778921076d0');
INSERT INTO public.events VALUES ('local', 9, 2, 639314796786032506, 0, '01a12d68-b800-7db6-9f41-0f27ec984135', 'seen-first', '{}', '', 'da7cf09ef1d8c211e83be5de5b82593975ebb4fa37b400cdca137f16d5dd431c', '79f106e06e31bde29de14a88cb4ed45622443a51075e964519beadfa2149b2aa');
INSERT INTO public.events VALUES ('local', 10, 2, 639314796786032506, 0, '01a12d68-b800-7326-96d8-9cc4095a9374', 'seen-first', '{}', '', 'da0ec697aa9377fd8513216b205ee4423ca1ea320c7e6c32af715eeecf9b8eae', '848798fd8169a3f795be722228965a32972fe2c60ed7d0e36ccd9c25d5d598db');
INSERT INTO public.events VALUES ('local', 11, 2, 639314796786032506, 2, '01a1095c-3400-77a1-8ced-ad07e4dd1d15', 'absent-inventory-changed', '{}', '', '4308e8f41609ee5c9e9719d37dfd3ac8841af69588d63606cd9463a698eb72ea', 'c5b9d379b034d5e806f69fa33f9fcc2d495472ddbeec6f91335b3a329554bb6d');
INSERT INTO public.events VALUES ('local', 12, 2, 639314796786032506, 2, '01a1095c-3400-70ec-ab76-593cf362ab00', 'absent-inventory-changed', '{}', '', '86c160a8e5d0c478334bcc9e8c9cc4295f89812e4f83706c148ccd7db161526c', '7e7b0c41a19688611c2286266a217e3a99b1306ce4436feea8673d7245497dc4');
INSERT INTO public.events VALUES ('local', 13, 0, 639314796870573547, 24, '00000000-0000-0000-0000-000000000000', 'audit-excuse-decided', '{"act":"1","after":"none","before":"none","devices":"1","kind":"CaseDismissed","policy":"any","step":"Proposed","violations":"2","what":"6f38731e33"}', 'e7e39bb6f8e09cd3b58d38f2f8a750dfd34dfb58daeaba5cdb75e9148fac98cf', '7e2d1b8feebd52ccfe562641f69bed5ac5c543564801f390957a4ecc01a1af75', '');
INSERT INTO public.events VALUES ('local', 14, 0, 639314796927417440, 17, '00000000-0000-0000-0000-000000000000', 'audit-exception-decided', '{"exception":"1","kind":"Requested"}', '4048b45195080080ef41a8a350973ad0ed95d67e6d55efd89ba760b60320fc02', '20a187b8df0fc332e5bf7297adf145fee14a9b838e01cefb14f1e9c580058c15', '');
INSERT INTO public.exception_decisions VALUES ('local', 1, 1, 0, 'root@agency', 'os-account', '', '', 639314796927417440, 'us-federal-tiktok', '', 0, 'd2', 'security-research', 'Malware lab', '2026-11-28', '2026-12-31', '[]');
INSERT INTO public.excusing_acts VALUES ('local', 1, 1, 0, 0, '', '6f38731e33', 'T1kTok → TikTok', '', '', '', '', 2, 1, 'root@agency', 'os-account', 'A clock of the same name', 639314796870573547, 0);
INSERT INTO public.policy_versions VALUES ('local', '12af8ec9907a102c1fedbf22bdedcfab41cdc2f3d78e6e3265890eed52471267', '{"id":"be-federal-tiktok","title":{"de":"TikTok auf Dienstgeräten der belgischen Bundesbehörden","en":"TikTok on Belgian federal work devices","fr":"TikTok sur les appareils de service fédéraux belges","nl":"TikTok op federale diensttoestellen in België"},"authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","sources":["https://etaamb.openjustice.be/fr/nl/circulaire-du-17-mars-2023_n2023030807.html","https://news.belgium.be/nl/tijdelijk-verbod-op-het-gebruik-van-tiktok-voor-overheidspersoneel","https://brusselstimes.com/401861"],"sourceDetails":[{"link":"https://etaamb.openjustice.be/fr/nl/circulaire-du-17-mars-2023_n2023030807.html","mark":"primary","what":"Circular no. 716"},{"link":"https://news.belgium.be/nl/tijdelijk-verbod-op-het-gebruik-van-tiktok-voor-overheidspersoneel","mark":"primary","what":"Announcement of 17 March 2023 with the removal date"},{"link":"https://brusselstimes.com/401861","mark":"secondary","what":"Press report: service devices are those paid wholly or partly by the federal authority"}],"formerly":[],"formerSubjects":{},"checkedOn":"2026-11-23","timeZone":"Europe/Brussels","announced":"2023-03-10","effective":"2023-03-17","removeBy":"2023-03-31","renewals":[{"on":"2024-03-20","source":"https://news.belgium.be/nl/ambtenarenzaken-tijdelijk-verbod-op-het-gebruik-van-tiktok-verlengd"}],"grace":{"firstSeen":"5.00:00:00","enrolment":"8.00:00:00"},"scope":{"company":"Violation","personal":"Advice","unknown":"Violation","platforms":["IOS","Android","Windows","MacOS"]},"rules":[{"id":"tiktok","product":"tiktok","family":true,"allowList":false,"list":[],"listEntries":[],"formerly":[]}],"reminderDays":[],"recordsPersonOnAdvice":false,"minimumConfidence":"Strong","neverFlag":[],"cases":[],"hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","origin":"pack:be-federal-tiktok"}');
INSERT INTO public.policy_versions VALUES ('local', '94e44cc048794efee6261bfdc70d5040ffe02f8dd121a12e447ec10c8bc7729d', '{"id":"us-federal-tiktok","title":{"de":"TikTok auf Geräten der Bundesbehörden der Vereinigten Staaten","en":"TikTok on United States federal devices","fr":"TikTok sur les appareils fédéraux des États-Unis","nl":"TikTok op toestellen van de federale overheid van de Verenigde Staten"},"authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","sources":["https://www.scribd.com/document/628516042","https://fedsmith.com","https://pro-memoria.info"],"sourceDetails":[{"link":"https://www.scribd.com/document/628516042","mark":"primary","what":"Copy of OMB M-23-13"},{"link":"https://fedsmith.com","mark":"secondary","what":"The thirty, ninety and hundred and twenty days"},{"link":"https://pro-memoria.info","mark":"secondary","what":"Extract with the terms of exceptions"}],"formerly":[],"formerSubjects":{},"checkedOn":"2026-11-23","timeZone":"America/New_York","announced":"2023-02-27","effective":"2023-02-27","removeBy":"2023-03-29","renewals":[],"grace":{"firstSeen":"5.00:00:00","enrolment":"8.00:00:00"},"scope":{"company":"Violation","personal":"Out","unknown":"Violation","platforms":["IOS","Android","Windows","MacOS"]},"rules":[{"id":"tiktok","product":"tiktok","family":true,"allowList":false,"list":[],"listEntries":[],"formerly":[]}],"exceptions":{"reasons":["law-enforcement","national-security","security-research"],"approver":"Agency head or designee","blanket":false,"delegable":true,"mitigations":[]},"reminderDays":[],"recordsPersonOnAdvice":false,"minimumConfidence":"Strong","neverFlag":[],"cases":[],"hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","origin":"pack:us-federal-tiktok"}');
INSERT INTO public.scans VALUES ('local', 1, 639314796671694962, 639314796722938770, 639267552000000000, true, false, 4, 4, 2, 6, 0, '{"tenant":"local","number":1,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:21:07.1694962+00:00","finishedAt":"2026-11-28T16:21:12.293877+00:00","inventoryAsOf":"2026-10-05T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps1.csv"}}],"held":[],"heldClosings":[],"heldChannels":[],"heldActs":[],"excusingPersons":2,"policyEnds":{"be-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00","us-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00"},"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":4,"appRows":4,"distinctApps":3,"setAside":{},"registerRecord":"","lastReview":0,"lastException":0,"lastExcuse":0,"exceptionRegister":null,"tenantExceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok","record":"12af8ec9907a102c1fedbf22bdedcfab41cdc2f3d78e6e3265890eed52471267"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok","record":"94e44cc048794efee6261bfdc70d5040ffe02f8dd121a12e447ec10c8bc7729d"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1}],"changes":{"Opened":6},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"devices":4,"events":8,"policy_versions":2,"scans":1,"violations":6}}', 8, '9fcdfb6ccb33f23d00833e7a4c5af531429c2373c01edbfbe896c800c2d9e5b9', 'f98f33909f579c243a2d1628a8672cc6ed5f697b90d56ecbaa7c4ee4b2905b16');
INSERT INTO public.scans VALUES ('local', 2, 639314796742794054, 639314796786032506, 639273600000000000, true, false, 5, 4, 2, 2, 2, '{"tenant":"local","number":2,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:21:14.2794054+00:00","finishedAt":"2026-11-28T16:21:18.6032506+00:00","inventoryAsOf":"2026-10-12T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps2.csv"}}],"held":[],"heldClosings":[],"heldChannels":[],"heldActs":[],"excusingPersons":2,"policyEnds":{"be-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00","us-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00"},"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":5,"appRows":5,"distinctApps":4,"setAside":{},"registerRecord":"","lastReview":0,"lastException":0,"lastExcuse":0,"exceptionRegister":null,"tenantExceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok","record":"12af8ec9907a102c1fedbf22bdedcfab41cdc2f3d78e6e3265890eed52471267"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok","record":"94e44cc048794efee6261bfdc70d5040ffe02f8dd121a12e447ec10c8bc7729d"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2}],"changes":{"Opened":2,"Resolved":2},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"device_history":1,"devices":2,"events":4,"scans":1,"violations":4}}', 12, '86c160a8e5d0c478334bcc9e8c9cc4295f89812e4f83706c148ccd7db161526c', '07e9bfdf00b90d7994b415c4d3dac7ea0f0d3dec10db5022e1e980191ec84c3b');
INSERT INTO public.tenants VALUES ('local', false, '\x070a5378022a77588cccb655ddf2d5b8e0840178aba7ef77c93c14879c62e38e', 2, 2);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7ebe-b97b-2e5fdc287da0', 'd1', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 1, 0, 0, 3, 'T1kTok', 'Acme', '1.0', '', '{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}', 639267552000000000, NULL, NULL, 639267552000000000, -1848397899194623037, 639267552000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7209-ba4d-f96bda6b8414', 'd1', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 1, 0, 0, 3, 'T1kTok', 'Acme', '1.0', '', '{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}', 639267552000000000, NULL, NULL, 639267552000000000, -1848397899194623037, 639267552000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7ea1-9b11-e5001864295e', 'd2', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, NULL, NULL, 639267552000000000, -738929682247712037, 639267552000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7c27-b7c8-e370b49d98a3', 'd2', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, NULL, NULL, 639267552000000000, -738929682247712037, 639267552000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a12d68-b800-7db6-9f41-0f27ec984135', 'd5', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '2.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639273600000000000, NULL, NULL, 639273600000000000, 3596651670241395543, 639273600000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a12d68-b800-7326-96d8-9cc4095a9374', 'd5', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '2.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639273600000000000, NULL, NULL, 639273600000000000, 3596651670241395543, 639273600000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-77a1-8ced-ad07e4dd1d15', 'd3', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 3, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, 639267552000000000, NULL, 639267552000000000, -738929682247712037, 639273600000000000, '{"code":"absent-inventory-changed","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-70ec-ab76-593cf362ab00', 'd3', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 3, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, 639267552000000000, NULL, 639267552000000000, -738929682247712037, 639273600000000000, '{"code":"absent-inventory-changed","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL);
ALTER TABLE ONLY public.access_keys
    ADD CONSTRAINT "PK_access_keys" PRIMARY KEY (tenant, key_id);
ALTER TABLE ONLY public.channel_holds
    ADD CONSTRAINT "PK_channel_holds" PRIMARY KEY (tenant, policy_id, channel);
ALTER TABLE ONLY public.channel_releases
    ADD CONSTRAINT "PK_channel_releases" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.channels
    ADD CONSTRAINT "PK_channels" PRIMARY KEY (tenant, target);
ALTER TABLE ONLY public.compliance_agent_migrations
    ADD CONSTRAINT "PK_compliance_agent_migrations" PRIMARY KEY ("MigrationId");
ALTER TABLE ONLY public.device_history
    ADD CONSTRAINT "PK_device_history" PRIMARY KEY (tenant, device_id, until_scan);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT "PK_devices" PRIMARY KEY (tenant, device_id);
ALTER TABLE ONLY public.event_people
    ADD CONSTRAINT "PK_event_people" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.event_states
    ADD CONSTRAINT "PK_event_states" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT "PK_events" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.exception_decisions
    ADD CONSTRAINT "PK_exception_decisions" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.excusing_acts
    ADD CONSTRAINT "PK_excusing_acts" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.gate_releases
    ADD CONSTRAINT "PK_gate_releases" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.legal_holds
    ADD CONSTRAINT "PK_legal_holds" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT "PK_messages" PRIMARY KEY (tenant, message_id);
ALTER TABLE ONLY public.policy_versions
    ADD CONSTRAINT "PK_policy_versions" PRIMARY KEY (tenant, record);
ALTER TABLE ONLY public.protection_keys
    ADD CONSTRAINT "PK_protection_keys" PRIMARY KEY (tenant, name);
ALTER TABLE ONLY public.register_entries
    ADD CONSTRAINT "PK_register_entries" PRIMARY KEY (tenant, record, "position");
ALTER TABLE ONLY public.review_decisions
    ADD CONSTRAINT "PK_review_decisions" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.rule_acceptances
    ADD CONSTRAINT "PK_rule_acceptances" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT "PK_scans" PRIMARY KEY (tenant, number);
ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT "PK_tenants" PRIMARY KEY (tenant);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT "PK_tickets" PRIMARY KEY (tenant, tracker, ticket_key);
ALTER TABLE ONLY public.violations
    ADD CONSTRAINT "PK_violations" PRIMARY KEY (tenant, id);
CREATE INDEX "IX_events_tenant_violation_id" ON public.events USING btree (tenant, violation_id);
CREATE INDEX "IX_messages_tenant_channel_delivery_not_before" ON public.messages USING btree (tenant, channel, delivery, not_before);
CREATE INDEX "IX_tickets_tenant_tracker_delivery_not_before" ON public.tickets USING btree (tenant, tracker, delivery, not_before);
CREATE UNIQUE INDEX "IX_violations_tenant_device_id_policy_id_subject" ON public.violations USING btree (tenant, device_id, policy_id, subject);
ALTER TABLE public.access_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channel_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channel_releases ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels ENABLE ROW LEVEL SECURITY;
CREATE POLICY compliance_agent_migrating ON public.access_keys USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.channel_holds USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.channel_releases USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.channels USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.device_history USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.devices USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.event_people USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.event_states USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.events USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.exception_decisions USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.excusing_acts USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.gate_releases USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.legal_holds USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.messages USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.policy_versions USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.protection_keys USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.register_entries USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.review_decisions USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.rule_acceptances USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.scans USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.tenants USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.tickets USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_migrating ON public.violations USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text)) WITH CHECK ((current_setting('compliance_agent.every_tenant'::text, true) = 'migrate'::text));
CREATE POLICY compliance_agent_own ON public.access_keys USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.channel_holds USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.channel_releases USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.channels USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.device_history USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.devices USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.event_people USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.event_states USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.events USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.exception_decisions USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.excusing_acts USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.gate_releases USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.legal_holds USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.messages USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.policy_versions USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.protection_keys USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.register_entries USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.review_decisions USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.rule_acceptances USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.scans USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.tenants USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.tickets USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_own ON public.violations USING ((tenant = current_setting('compliance_agent.tenant'::text, true))) WITH CHECK ((tenant = current_setting('compliance_agent.tenant'::text, true)));
CREATE POLICY compliance_agent_reading ON public.access_keys FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.channel_holds FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.channel_releases FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.channels FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.device_history FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.devices FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.event_people FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.event_states FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.events FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.exception_decisions FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.excusing_acts FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.gate_releases FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.legal_holds FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.messages FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.policy_versions FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.protection_keys FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.register_entries FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.review_decisions FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.rule_acceptances FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.scans FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.tenants FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.tickets FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
CREATE POLICY compliance_agent_reading ON public.violations FOR SELECT USING ((current_setting('compliance_agent.every_tenant'::text, true) = 'read'::text));
ALTER TABLE public.device_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.event_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.event_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.exception_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.excusing_acts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gate_releases ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.legal_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.policy_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.protection_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.register_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.review_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.rule_acceptances ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scans ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.violations ENABLE ROW LEVEL SECURITY;

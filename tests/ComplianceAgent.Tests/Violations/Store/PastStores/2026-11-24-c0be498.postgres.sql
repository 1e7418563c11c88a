-- Made by commit c0be498 of 2026-11-24 (before reports of the past), built as it was: two scans of an exported file, a dismissal, a request for an exception (PastStore.cs says how).
CREATE TABLE public.compliance_agent_migrations (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL
);
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
    inventory_at bigint NOT NULL
);
CREATE TABLE public.event_people (
    tenant text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    salt text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C"
);
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
    hash text NOT NULL COLLATE pg_catalog."C"
);
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
CREATE TABLE public.tenants (
    tenant text NOT NULL COLLATE pg_catalog."C",
    simulated boolean NOT NULL,
    fingerprint_key bytea NOT NULL,
    last_scan bigint NOT NULL,
    stored_scan bigint NOT NULL
);
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
    last_sync_at bigint
);
INSERT INTO public.compliance_agent_migrations VALUES ('20261124105136_Initial', '10.0.4');
INSERT INTO public.devices VALUES ('local', 'd1', 3, 0, 2, 'seen-in-this-scan', 639267552000000000, -4739864284976918343, 1, 639267552000000000);
INSERT INTO public.devices VALUES ('local', 'd2', 3, 0, 0, 'seen-in-this-scan', 639267552000000000, 4600582632945593310, 1, 639267552000000000);
INSERT INTO public.devices VALUES ('local', 'd4', 3, 0, 4, 'assessed-owner-unknown', 639267552000000000, -3442456291112327767, 1, 639267552000000000);
INSERT INTO public.devices VALUES ('local', 'd3', 3, 0, 4, 'assessed-owner-unknown', 639273600000000000, -3442456291112327767, 1, 639273600000000000);
INSERT INTO public.devices VALUES ('local', 'd5', 3, 0, 0, 'seen-in-this-scan', 639273600000000000, -1267199492385624619, 1, 639273600000000000);
INSERT INTO public.event_people VALUES ('local', 13, 'c6215cb312685e573dee2706e3aa5e0c', '{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO public.event_people VALUES ('local', 14, '76d1ae6d23535546f46d63bd0b7b3378', '{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO public.event_people VALUES ('local', 15, 'fa3bc1d7f1e14050b0ece7377459ccda', '{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO public.event_people VALUES ('local', 16, '076a3a864594c0e1ac72bb2257c6e3c4', '{"author":"root@agency","source":"os-account","reason":""}');
INSERT INTO public.events VALUES ('local', 1, 1, 639314796455742568, 19, '00000000-0000-0000-0000-000000000000', 'audit-policy-began', '{"hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","policy":"be-federal-tiktok"}', '', 'fe59811e06ba82b90e5a4cd4a796ab17c9c1d61421de581b6e8d10df38833d2c');
INSERT INTO public.events VALUES ('local', 2, 1, 639314796455742568, 19, '00000000-0000-0000-0000-000000000000', 'audit-policy-began', '{"hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","policy":"us-federal-tiktok"}', '', 'd228c4dae1351a4f9eebcd4a9acc7d32aed9bd33fd447d088face78124ed8664');
INSERT INTO public.events VALUES ('local', 3, 1, 639314796455742568, 0, '01a1095c-3400-74c3-ab29-aabdae3e81f5', 'seen-first', '{}', '', '57f06ff8edf0dc7e3aae936d873fce112ce097d9992accdfe5ab0d33a696899f');
INSERT INTO public.events VALUES ('local', 4, 1, 639314796455742568, 0, '01a1095c-3400-75c2-8e68-1357cf88f9e8', 'seen-first', '{}', '', 'b0313bd2f2d624346b916d70ffcf7e96bc96fa56b864a03b17c1a122adb97fdc');
INSERT INTO public.events VALUES ('local', 5, 1, 639314796455742568, 0, '01a1095c-3400-7a3b-b371-b646b03ecb8f', 'seen-first', '{}', '', 'baf3d6df1e0035ca9c4667f85114dd573b5b68c2be175626980d296e1fcf96d7');
INSERT INTO public.events VALUES ('local', 6, 1, 639314796455742568, 0, '01a1095c-3400-7b5b-8221-d47ed3f275e0', 'seen-first', '{}', '', '558cb688d5f893e31e67bac7c40b216a1d235ec7cfcd91c0f61a4ceac91837d9');
INSERT INTO public.events VALUES ('local', 7, 1, 639314796455742568, 0, '01a1095c-3400-7eb9-a44d-ccf78482833d', 'seen-first', '{}', '', '5780ce82c7a3ac79b7eb17406f717d2ae57311496329309118051936a0871df6');
INSERT INTO public.events VALUES ('local', 8, 1, 639314796455742568, 0, '01a1095c-3400-7818-b34a-38beca787258', 'seen-first', '{}', '', '054ace32bb66d624b1683fdf54fbf8a905f7cebb747507bf1339558856f4464d');
INSERT INTO public.events VALUES ('local', 9, 2, 639314796514954217, 0, '01a12d68-b800-7a42-9ce4-bc3d76a62ac1', 'seen-first', '{}', '', '06a9d8d8c5a784df1bf5321954ae4f1a62336d437afab2883d954b114c29be04');
INSERT INTO public.events VALUES ('local', 10, 2, 639314796514954217, 0, '01a12d68-b800-7757-a36c-0e45e3c1c532', 'seen-first', '{}', '', '3e05b064be69085331a8ec4824f10867bef25e24e0972e4d30f64611914b4a5f');
INSERT INTO public.events VALUES ('local', 11, 2, 639314796514954217, 2, '01a1095c-3400-7eb9-a44d-ccf78482833d', 'absent-inventory-changed', '{}', '', '707eb8d3dd0bb47b3dec12b673329234038ea103ba9f47c8c28b59344484fdbe');
INSERT INTO public.events VALUES ('local', 12, 2, 639314796514954217, 2, '01a1095c-3400-7818-b34a-38beca787258', 'absent-inventory-changed', '{}', '', '3c10976b656564130717111e80b1d2fd77c32aae6e25d72c415f433e0bc26146');
INSERT INTO public.events VALUES ('local', 13, 0, 639314796568956662, 12, '00000000-0000-0000-0000-000000000000', 'audit-review-decided', '{"app":"T1kTok","case":"6f38731e33","devices":"1","kind":"Dismissed","policy":""}', 'f8bb964fbf9aab26e3aec93ccaecd732f4f6749c8e34da4cbf34f62c03ef72f3', '1e7e2ef6a46c881e5499397194a7c8757054c05f884592235e8a605d5c606d5f');
INSERT INTO public.events VALUES ('local', 14, 0, 639314796568956662, 4, '01a1095c-3400-74c3-ab29-aabdae3e81f5', 'review-dismissed', '{"case":"6f38731e33"}', 'ea2ea00e79fe92b7c6cad8cb394ea2de5f530a3ff21111e2f3166da4fad18a4f', 'dfd48ab5ae5dd9c7e1082e7474533cf01581af4342045bb97bbf615644016e32');
INSERT INTO public.events VALUES ('local', 15, 0, 639314796568956662, 4, '01a1095c-3400-75c2-8e68-1357cf88f9e8', 'review-dismissed', '{"case":"6f38731e33"}', '81cc2d80a33b07da7fae2e40b034dd3587845dbdc480324f7644199dfb73da4a', '6d1654ae67d7b32e715343a553d3f6284f061886d86aa2df669a115ee73422c0');
INSERT INTO public.events VALUES ('local', 16, 0, 639314796622744795, 17, '00000000-0000-0000-0000-000000000000', 'audit-exception-decided', '{"exception":"1","kind":"Requested"}', 'c41c335e7ba1b47f90ba76af553ffee4dcb62ff5f0d795b0d2b7e8519c5282f0', '23098f01f9cfd924a36be5f9e5d8279f4fb86084e1dd7ebc16e5dc1e276ea713');
INSERT INTO public.exception_decisions VALUES ('local', 1, 1, 0, 'root@agency', 'os-account', '', '', 639314796622744795, 'us-federal-tiktok', '', 0, 'd2', 'security-research', 'Malware lab', '2026-11-28', '2026-12-31', '[]');
INSERT INTO public.review_decisions VALUES ('local', 1, '6f38731e33', 1, 0, '', 'tiktok', 'TikTok', 3, 'T1kTok', 'Acme', '1.0', '', 0, 'root@agency', 'os-account', 'A clock of the same name', 639314796568956662, 1, 0);
INSERT INTO public.scans VALUES ('local', 1, 639314796409120602, 639314796455742568, 639267552000000000, true, false, 4, 4, 2, 6, 0, '{"tenant":"local","number":1,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:20:40.9120602+00:00","finishedAt":"2026-11-28T16:20:45.5742568+00:00","inventoryAsOf":"2026-10-05T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps1.csv"}}],"held":[],"heldClosings":[],"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":4,"appRows":4,"distinctApps":3,"setAside":{},"lastReview":0,"lastException":0,"exceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1}],"changes":{"Opened":6},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"devices":4,"events":8,"scans":1,"violations":6}}', 8, '054ace32bb66d624b1683fdf54fbf8a905f7cebb747507bf1339558856f4464d', 'ff882b672f7c24ea45b3aa3fabb7c6f9b4704ecbec6de362a74e60c74e4e3477');
INSERT INTO public.scans VALUES ('local', 2, 639314796475614778, 639314796514954217, 639273600000000000, true, false, 5, 4, 2, 2, 2, '{"tenant":"local","number":2,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:20:47.5614778+00:00","finishedAt":"2026-11-28T16:20:51.4954217+00:00","inventoryAsOf":"2026-10-12T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps2.csv"}}],"held":[],"heldClosings":[],"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":5,"appRows":5,"distinctApps":4,"setAside":{},"lastReview":0,"lastException":0,"exceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2}],"changes":{"Opened":2,"Resolved":2},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"devices":2,"events":4,"scans":1,"violations":4}}', 12, '3c10976b656564130717111e80b1d2fd77c32aae6e25d72c415f433e0bc26146', '866b4a67794d2fce05f394c09d226fc2f7e2ecaaa0dd1d872348f54205fa5c5f');
INSERT INTO public.tenants VALUES ('local', false, '\x47c2e442d2bef81eb97f9fb8ccc89aa2830be0ea98a3fe28ca66586e82e4b77b', 2, 2);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7a3b-b371-b646b03ecb8f', 'd2', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, NULL, NULL, 639267552000000000, 4600582632945593310, 639267552000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7b5b-8221-d47ed3f275e0', 'd2', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, NULL, NULL, 639267552000000000, 4600582632945593310, 639267552000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a12d68-b800-7a42-9ce4-bc3d76a62ac1', 'd5', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '2.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639273600000000000, NULL, NULL, 639273600000000000, -1267199492385624619, 639273600000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a12d68-b800-7757-a36c-0e45e3c1c532', 'd5', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 0, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '2.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639273600000000000, NULL, NULL, 639273600000000000, -1267199492385624619, 639273600000000000, '{"code":"seen-first","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7eb9-a44d-ccf78482833d', 'd3', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 3, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, 639267552000000000, NULL, 639267552000000000, 4600582632945593310, 639273600000000000, '{"code":"absent-inventory-changed","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-7818-b34a-38beca787258', 'd3', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 3, 0, 1, 3, 'TikTok', 'TikTok Pte. Ltd.', '1.0', '', '{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}', 639267552000000000, 639267552000000000, NULL, 639267552000000000, 4600582632945593310, 639273600000000000, '{"code":"absent-inventory-changed","parameters":{}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-74c3-ab29-aabdae3e81f5', 'd1', 'be-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153', 4, 0, 0, 3, 'T1kTok', 'Acme', '1.0', '', '{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}', 639267552000000000, 639273600000000000, NULL, 639267552000000000, -4739864284976918343, 639314796568956662, '{"code":"review-dismissed","parameters":{"case":"6f38731e33"}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
INSERT INTO public.violations VALUES ('local', '01a1095c-3400-75c2-8e68-1357cf88f9e8', 'd1', 'us-federal-tiktok', 'tiktok', 'TikTok', 'tiktok', 'db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799', 4, 0, 0, 3, 'T1kTok', 'Acme', '1.0', '', '{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}', 639267552000000000, 639273600000000000, NULL, 639267552000000000, -4739864284976918343, 639314796568956662, '{"code":"review-dismissed","parameters":{"case":"6f38731e33"}}', 0, NULL, NULL, '', 3, '', 0, '', '', '', '', '', '', '', '', '', NULL, NULL);
ALTER TABLE ONLY public.compliance_agent_migrations
    ADD CONSTRAINT "PK_compliance_agent_migrations" PRIMARY KEY ("MigrationId");
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT "PK_devices" PRIMARY KEY (tenant, device_id);
ALTER TABLE ONLY public.event_people
    ADD CONSTRAINT "PK_event_people" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT "PK_events" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.exception_decisions
    ADD CONSTRAINT "PK_exception_decisions" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.gate_releases
    ADD CONSTRAINT "PK_gate_releases" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.review_decisions
    ADD CONSTRAINT "PK_review_decisions" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.rule_acceptances
    ADD CONSTRAINT "PK_rule_acceptances" PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT "PK_scans" PRIMARY KEY (tenant, number);
ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT "PK_tenants" PRIMARY KEY (tenant);
ALTER TABLE ONLY public.violations
    ADD CONSTRAINT "PK_violations" PRIMARY KEY (tenant, id);
CREATE INDEX "IX_events_tenant_violation_id" ON public.events USING btree (tenant, violation_id);
CREATE UNIQUE INDEX "IX_violations_tenant_device_id_policy_id_subject" ON public.violations USING btree (tenant, device_id, policy_id, subject);

-- Made by commit c0be498 of 2026-11-24 (before reports of the past), built as it was: two scans of an exported file, a dismissal, a request for an exception (PastStore.cs says how).
PRAGMA journal_mode=WAL;
PRAGMA application_id=1128359729;
PRAGMA user_version=0;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO __EFMigrationsHistory VALUES('20261123205211_Initial','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261123234744_ReviewsAndAcceptances','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261124043155_GateReleases','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261124045955_AuditChain','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261124051121_ExceptionDecisions','10.0.4');
CREATE TABLE IF NOT EXISTS "devices" (
    "tenant" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "platform" INTEGER NOT NULL,
    "owner" INTEGER NOT NULL,
    "coverage" INTEGER NOT NULL,
    "reason_code" TEXT NOT NULL,
    "since" INTEGER NOT NULL,
    "fingerprint" INTEGER NULL,
    "row_count" INTEGER NOT NULL,
    "inventory_at" INTEGER NOT NULL,
    CONSTRAINT "PK_devices" PRIMARY KEY ("tenant", "device_id")
);
INSERT INTO devices VALUES('local','d1',3,0,2,'seen-in-this-scan',639267552000000000,-3463930091980602372,1,639267552000000000);
INSERT INTO devices VALUES('local','d2',3,0,0,'seen-in-this-scan',639267552000000000,-773015195413181069,1,639267552000000000);
INSERT INTO devices VALUES('local','d3',3,0,4,'assessed-owner-unknown',639273600000000000,-1527497938815122884,1,639273600000000000);
INSERT INTO devices VALUES('local','d4',3,0,4,'assessed-owner-unknown',639267552000000000,-1527497938815122884,1,639267552000000000);
INSERT INTO devices VALUES('local','d5',3,0,0,'seen-in-this-scan',639273600000000000,-2677400215064680458,1,639273600000000000);
CREATE TABLE IF NOT EXISTS "events" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "scan_number" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "violation_id" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "parameters" TEXT NOT NULL, "hash" TEXT NOT NULL DEFAULT '', "person_hash" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "PK_events" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO events VALUES('local',1,1,639314795836397899,19,'00000000-0000-0000-0000-000000000000','audit-policy-began','{"hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","policy":"be-federal-tiktok"}','6f08d84fcacf72d96d45f17b86bf26608c55de67fbcb5aacbe930051638bb69d','');
INSERT INTO events VALUES('local',2,1,639314795836397899,19,'00000000-0000-0000-0000-000000000000','audit-policy-began','{"hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","policy":"us-federal-tiktok"}','c253c3a922ae9f2bfe8bda1b1b87812be5791b210c8029fe180cac671a0a4e9b','');
INSERT INTO events VALUES('local',3,1,639314795836397899,0,'01A1095C-3400-7DFC-802B-647760345363','seen-first','{}','952df653b80594fa724132fb2e572042710cd12b36d8b273960f010488826816','');
INSERT INTO events VALUES('local',4,1,639314795836397899,0,'01A1095C-3400-7149-AE21-71270545E0A2','seen-first','{}','b452c044e7d97f22cf0ab26957369f3431254de4a2e3f27f3d4716c463f3d618','');
INSERT INTO events VALUES('local',5,1,639314795836397899,0,'01A1095C-3400-75E0-84CA-AAEDC75694A1','seen-first','{}','7540d46cddec69898e35e5a62ae592c139687ed799a25df64b8bd19c78ee1196','');
INSERT INTO events VALUES('local',6,1,639314795836397899,0,'01A1095C-3400-75FB-BB66-58DFBEAD38EA','seen-first','{}','fb97ff62afa70f6081d2d5d26e028331975afd9ba742b45284e7f45965bd63a4','');
INSERT INTO events VALUES('local',7,1,639314795836397899,0,'01A1095C-3400-71B4-AA84-336FFE8A7414','seen-first','{}','d14d6577ebde9e570cef7691d1f883ed4bfb84102fb9bd4d10b9c0d0f0231a32','');
INSERT INTO events VALUES('local',8,1,639314795836397899,0,'01A1095C-3400-7353-ACFC-5AF08AEA7FA8','seen-first','{}','c896d7cb9dad6a98d8927c7b020cac35aa51d9c2220bf0a15fb207198a1d6164','');
INSERT INTO events VALUES('local',9,2,639314795890441793,0,'01A12D68-B800-72B0-8825-1AC4B9C60FA6','seen-first','{}','105d7040e3d21dc4bb1fe28b1ea44336cec619785de4232c982a32fb341e6615','');
INSERT INTO events VALUES('local',10,2,639314795890441793,0,'01A12D68-B800-7DFA-B7A8-150C0B920168','seen-first','{}','2b8ac948d61f62d0db96971b23301b53dedc2fd9b9e7157fae7b060a3336b766','');
INSERT INTO events VALUES('local',11,2,639314795890441793,2,'01A1095C-3400-71B4-AA84-336FFE8A7414','absent-inventory-changed','{}','3214658c6d7ea4362bf1fd0914bd4cea9c57b278c181e8b4d47a709d97ed6106','');
INSERT INTO events VALUES('local',12,2,639314795890441793,2,'01A1095C-3400-7353-ACFC-5AF08AEA7FA8','absent-inventory-changed','{}','360acbc2eb73a1f854d00cd24da9ee1964dd9da6806e3f1686820c7682033634','');
INSERT INTO events VALUES('local',13,0,639314795952771174,12,'00000000-0000-0000-0000-000000000000','audit-review-decided','{"app":"T1kTok","case":"6f38731e33","devices":"1","kind":"Dismissed","policy":""}','e5e206fff8e82bf2fb0b2158175c54c678aee8866c1dec884644581ad825cfbb','d85789ffb40ca74c4aa15da154cb3bb8d4a9aa9bf9197b56fb1d9eb303f213a3');
INSERT INTO events VALUES('local',14,0,639314795952771174,4,'01A1095C-3400-7DFC-802B-647760345363','review-dismissed','{"case":"6f38731e33"}','1298a9833242b5d3a5dfb11d46ae43255cd9574c8233c139356b8ae04ad4e9f2','6f2f768164a46305a62a2775c61ce828bde857cd49fbf2a0eae7e99df3970ee2');
INSERT INTO events VALUES('local',15,0,639314795952771174,4,'01A1095C-3400-7149-AE21-71270545E0A2','review-dismissed','{"case":"6f38731e33"}','1ceabcba5979207c5be3809810f0e19a0f0c1b1e70947cf202ca38cf6ac8975c','362b75cd59086776193c0396969c0fc50afd4f532c40c8c9e5a4c126cbb31d88');
INSERT INTO events VALUES('local',16,0,639314795998655833,17,'00000000-0000-0000-0000-000000000000','audit-exception-decided','{"exception":"1","kind":"Requested"}','03736a3cf0dec220609bf25b962833d672a3f9813a1deb68cb6569f84a13e28a','7029791f98feb0ecd9b0bab27fde816e6025e35e6a1a18d9875d143bdcc5c4f5');
CREATE TABLE IF NOT EXISTS "scans" (
    "tenant" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "finished_at" INTEGER NOT NULL,
    "inventory_as_of" INTEGER NOT NULL,
    "complete" INTEGER NOT NULL,
    "older_than_known" INTEGER NOT NULL,
    "devices" INTEGER NOT NULL,
    "open_violations" INTEGER NOT NULL,
    "devices_in_violation" INTEGER NOT NULL,
    "opened" INTEGER NOT NULL,
    "resolved" INTEGER NOT NULL,
    "result" TEXT NOT NULL, "events_hash" TEXT NOT NULL DEFAULT '', "events_sequence" INTEGER NOT NULL DEFAULT 0, "hash" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "PK_scans" PRIMARY KEY ("tenant", "number")
);
INSERT INTO scans VALUES('local',1,639314795798217557,639314795836397899,639267552000000000,1,0,4,4,2,6,0,'{"tenant":"local","number":1,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:19:39.8217557+00:00","finishedAt":"2026-11-28T16:19:43.6397899+00:00","inventoryAsOf":"2026-10-05T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps1.csv"}}],"held":[],"heldClosings":[],"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":4,"appRows":4,"distinctApps":3,"setAside":{},"lastReview":0,"lastException":0,"exceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1}],"changes":{"Opened":6},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"devices":4,"events":8,"scans":1,"violations":6}}','c896d7cb9dad6a98d8927c7b020cac35aa51d9c2220bf0a15fb207198a1d6164',8,'5bc862163cc5d87444fbab87dcfe041287cc8a9faa2d68d0489da59bd9d125d1');
INSERT INTO scans VALUES('local',2,639314795853270740,639314795890441793,639273600000000000,1,0,5,4,2,2,2,'{"tenant":"local","number":2,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:19:45.327074+00:00","finishedAt":"2026-11-28T16:19:49.0441793+00:00","inventoryAsOf":"2026-10-12T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps2.csv"}}],"held":[],"heldClosings":[],"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":5,"appRows":5,"distinctApps":4,"setAside":{},"lastReview":0,"lastException":0,"exceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2}],"changes":{"Opened":2,"Resolved":2},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"devices":2,"events":4,"scans":1,"violations":4}}','360acbc2eb73a1f854d00cd24da9ee1964dd9da6806e3f1686820c7682033634',12,'651bdeac3419235ba51240cd3fb700d2a09090b1f5fc66c72c3725f4aae42837');
CREATE TABLE IF NOT EXISTS "tenants" (
    "tenant" TEXT NOT NULL CONSTRAINT "PK_tenants" PRIMARY KEY,
    "simulated" INTEGER NOT NULL,
    "fingerprint_key" BLOB NOT NULL,
    "last_scan" INTEGER NOT NULL,
    "stored_scan" INTEGER NOT NULL
);
INSERT INTO tenants VALUES('local',0,X'77113b13be5319b41bbae9c4f679ceeaa010f076ef1d7f6921cfbff8557e1d00',2,2);
CREATE TABLE IF NOT EXISTS "violations" (
    "tenant" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "severity" INTEGER NOT NULL,
    "confidence" INTEGER NOT NULL,
    "app_platform" INTEGER NOT NULL,
    "app_name" TEXT NOT NULL,
    "app_publisher" TEXT NOT NULL,
    "app_version" TEXT NOT NULL,
    "app_identifier" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "first_seen_at" INTEGER NOT NULL,
    "not_confirmed_since" INTEGER NULL,
    "not_confirmed_reason" TEXT NULL,
    "inventory_at" INTEGER NOT NULL,
    "fingerprint" INTEGER NULL,
    "state_since" INTEGER NOT NULL,
    "state_reason" TEXT NOT NULL,
    "return_count" INTEGER NOT NULL,
    "linked_from" TEXT NULL,
    "device_name" TEXT NOT NULL,
    "device_platform" INTEGER NOT NULL,
    "operating_system" TEXT NOT NULL,
    "owner" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_principal_name" TEXT NOT NULL,
    "user_display_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "serial_number" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "management_agent" TEXT NOT NULL,
    "enrollment_type" TEXT NOT NULL,
    "enrolled_at" INTEGER NULL,
    "last_sync_at" INTEGER NULL, "excepted_until" INTEGER NULL,
    CONSTRAINT "PK_violations" PRIMARY KEY ("tenant", "id")
);
INSERT INTO violations VALUES('local','01A1095C-3400-7DFC-802B-647760345363','d1','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',4,0,0,3,'T1kTok','Acme','1.0','','{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}',639267552000000000,639273600000000000,NULL,639267552000000000,-3463930091980602372,639314795952771174,'{"code":"review-dismissed","parameters":{"case":"6f38731e33"}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-7149-AE21-71270545E0A2','d1','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',4,0,0,3,'T1kTok','Acme','1.0','','{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}',639267552000000000,639273600000000000,NULL,639267552000000000,-3463930091980602372,639314795952771174,'{"code":"review-dismissed","parameters":{"case":"6f38731e33"}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-75E0-84CA-AAEDC75694A1','d2','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',0,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,-773015195413181069,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-75FB-BB66-58DFBEAD38EA','d2','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',0,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,-773015195413181069,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-71B4-AA84-336FFE8A7414','d3','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',3,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,639267552000000000,NULL,639267552000000000,-773015195413181069,639273600000000000,'{"code":"absent-inventory-changed","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-7353-ACFC-5AF08AEA7FA8','d3','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',3,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,639267552000000000,NULL,639267552000000000,-773015195413181069,639273600000000000,'{"code":"absent-inventory-changed","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A12D68-B800-72B0-8825-1AC4B9C60FA6','d5','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',0,0,1,3,'TikTok','TikTok Pte. Ltd.','2.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639273600000000000,NULL,NULL,639273600000000000,-2677400215064680458,639273600000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A12D68-B800-7DFA-B7A8-150C0B920168','d5','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',0,0,1,3,'TikTok','TikTok Pte. Ltd.','2.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639273600000000000,NULL,NULL,639273600000000000,-2677400215064680458,639273600000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "review_decisions" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "case_id" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "cause" INTEGER NOT NULL,
    "policy_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "app_platform" INTEGER NOT NULL,
    "app_name" TEXT NOT NULL,
    "app_publisher" TEXT NOT NULL,
    "app_version" TEXT NOT NULL,
    "app_identifier" TEXT NOT NULL,
    "confidence" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "author_source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "devices" INTEGER NOT NULL,
    "scan_number" INTEGER NOT NULL,
    CONSTRAINT "PK_review_decisions" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO review_decisions VALUES('local',1,'6f38731e33',1,0,'','tiktok','TikTok',3,'T1kTok','Acme','1.0','',0,'root@agency','os-account','A clock of the same name',639314795952771174,1,0);
CREATE TABLE IF NOT EXISTS "rule_acceptances" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "policy_id" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_source" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "devices" INTEGER NOT NULL,
    "apps" INTEGER NOT NULL,
    "share" REAL NOT NULL,
    CONSTRAINT "PK_rule_acceptances" PRIMARY KEY ("tenant", "sequence")
);
CREATE TABLE IF NOT EXISTS "gate_releases" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "policy_id" TEXT NOT NULL,
    "violations" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_gate_releases" PRIMARY KEY ("tenant", "sequence")
);
CREATE TABLE IF NOT EXISTS "event_people" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "salt" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_event_people" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO event_people VALUES('local',13,'974a0762320047a9f41e1ad573d7062a','{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO event_people VALUES('local',14,'a490a6cea97e145b17ff2ca9c2510846','{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO event_people VALUES('local',15,'24ee70e944be5a8787f5b23fe90fc2ba','{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO event_people VALUES('local',16,'bd92db282584e57836846bfec4ab5c51','{"author":"root@agency","source":"os-account","reason":""}');
CREATE TABLE IF NOT EXISTS "exception_decisions" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "author_source" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "policy_id" TEXT NULL,
    "subject" TEXT NULL,
    "target_kind" INTEGER NULL,
    "target" TEXT NULL,
    "reason_code" TEXT NULL,
    "why" TEXT NULL,
    "first_day" TEXT NULL,
    "last_day" TEXT NULL,
    "mitigations" TEXT NULL,
    CONSTRAINT "PK_exception_decisions" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO exception_decisions VALUES('local',1,1,0,'root@agency','os-account','','',639314795998655833,'us-federal-tiktok','',0,'d2','security-research','Malware lab','2026-11-28','2026-12-31','[]');
CREATE INDEX "IX_events_tenant_violation_id" ON "events" ("tenant", "violation_id");
CREATE UNIQUE INDEX "IX_violations_tenant_device_id_policy_id_subject" ON "violations" ("tenant", "device_id", "policy_id", "subject");
COMMIT;

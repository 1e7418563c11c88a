-- Made by commit 8aba587 of 2026-11-28 (the version before the index that pages count by), built as it was: two scans of an exported file, a dismissal, a request for an exception (PastStore.cs says how).
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
INSERT INTO __EFMigrationsHistory VALUES('20261127235035_PastReports','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261128001731_EarlierAbsence','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261128003844_ExcusingActs','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261128010320_Privacy','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261128055326_Outbox','10.0.4');
INSERT INTO __EFMigrationsHistory VALUES('20261128085559_Keys','10.0.4');
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
    "inventory_at" INTEGER NOT NULL, "scan_number" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "PK_devices" PRIMARY KEY ("tenant", "device_id")
);
INSERT INTO devices VALUES('local','d1',3,0,2,'seen-in-this-scan',639267552000000000,-6002472647686929731,1,639267552000000000,1);
INSERT INTO devices VALUES('local','d2',3,0,0,'seen-in-this-scan',639267552000000000,6734401520910540577,1,639267552000000000,1);
INSERT INTO devices VALUES('local','d3',3,0,4,'assessed-owner-unknown',639273600000000000,4986339702834521188,1,639273600000000000,2);
INSERT INTO devices VALUES('local','d4',3,0,4,'assessed-owner-unknown',639267552000000000,4986339702834521188,1,639267552000000000,1);
INSERT INTO devices VALUES('local','d5',3,0,0,'seen-in-this-scan',639273600000000000,7072433368595996859,1,639273600000000000,2);
CREATE TABLE IF NOT EXISTS "events" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "scan_number" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "violation_id" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "parameters" TEXT NOT NULL, "hash" TEXT NOT NULL DEFAULT '', "person_hash" TEXT NOT NULL DEFAULT '', "state_hash" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "PK_events" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO events VALUES('local',1,1,639314796195515841,19,'00000000-0000-0000-0000-000000000000','audit-policy-began','{"hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","policy":"be-federal-tiktok"}','57dca9a402e695a8dd2fe5f94f6fb433d2687373828d0f476a10e4a105aa8bde','','');
INSERT INTO events VALUES('local',2,1,639314796195515841,19,'00000000-0000-0000-0000-000000000000','audit-policy-began','{"hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","policy":"us-federal-tiktok"}','4c5e4eb64e98d7abae59aa36d164e6380ebca7b65590a451a04eb51669bfac2e','','');
INSERT INTO events VALUES('local',3,1,639314796195515841,0,'01A1095C-3400-7786-B6A0-1610C435567C','seen-first','{}','74d9169dc2a535e052ef70ec49175755e4c016deb18e304d10e0df0abfb81d2b','','ff161eb03a681cd312cded69892b04ea09ce767e61429d94410841c5442cf714');
INSERT INTO events VALUES('local',4,1,639314796195515841,0,'01A1095C-3400-7B2E-BB0B-84A953397629','seen-first','{}','88456999cfa23d87de858dd4aa086b94fbcae28f64547bd9feab5f6fbe25d3bd','','867a5a0d3b4e63779220b180b5c41d0997e669bc2b5d82180ece81e46b28878f');
INSERT INTO events VALUES('local',5,1,639314796195515841,0,'01A1095C-3400-784C-BF2E-5E37902A4AB7','seen-first','{}','e8d10bfaa98260f89d81dd5d67662c57bd0467d8caaced1e052e7c6248e83f9c','','8d7fb9e9b0a6c43896d63f707992f6d6de91f4ebaabef1549ab6a9586c67a648');
INSERT INTO events VALUES('local',6,1,639314796195515841,0,'01A1095C-3400-72CE-8C9A-9C5DE30F1F9D','seen-first','{}','6606856fed869d879fd67d89758ea02bd6372f98c3dfc739b5da0e822c62bdb4','','f4f64c0548cba53dbab25cd1bce77c63b8abf331c1f2f8cca0f9b7297f27da8f');
INSERT INTO events VALUES('local',7,1,639314796195515841,0,'01A1095C-3400-70F9-9BF5-AB266C0701A7','seen-first','{}','d5cf59624372329abe62bba91af1d2338c74c3b36f918211867f7fa82944ce8d','','885352edf36f246e92603593b15ef036d8efb91b6e3d62edb018dbe23225cbfe');
INSERT INTO events VALUES('local',8,1,639314796195515841,0,'01A1095C-3400-7F97-91BB-F4198EB731A9','seen-first','{}','2f36a2f7f24a1699678215688dfd90ad5fde6cc195629cd80885d35dcf744b94','','3647cbd46fc8d206014e6c42d2a70e267bf06ebb5d76e8d140082a1bbf0292d0');
INSERT INTO events VALUES('local',9,2,639314796251250476,0,'01A12D68-B800-792F-9690-1AA698B17F2C','seen-first','{}','8b1073ebbb49580e65dbf028c245a56a6af976e2f62867adfeefb82e9eeabf72','','2bcb8dde02ea9c194061861a57fe09226734df0f862a377150e11ba52e3fc4d3');
INSERT INTO events VALUES('local',10,2,639314796251250476,0,'01A12D68-B800-7B8F-9945-16175AE15C87','seen-first','{}','71f25c6f1b6b2f41c814c779610dcef45ce65afb1c56f7b5348fec7fc4b9fe21','','93ae838ee704e2b4c4f8995b8ed461b414fea280694fb53c3df554d4c8b6d6c3');
INSERT INTO events VALUES('local',11,2,639314796251250476,2,'01A1095C-3400-70F9-9BF5-AB266C0701A7','absent-inventory-changed','{}','46d18d834a3cc4917ab2dbd297691926e7dca4b100c875720f3fc0525e7877e5','','c8d6486e3bc7dc4a3b29756bfb40add1c112b3e1efde53979cdcdb78d079aba3');
INSERT INTO events VALUES('local',12,2,639314796251250476,2,'01A1095C-3400-7F97-91BB-F4198EB731A9','absent-inventory-changed','{}','fea34b827c881b2e61ff372127fe59d4746bb36d5485d8975ddf889272b4efa5','','b2ae5f40b2466c3dfe8edb2490e15416764fa1ad7942094fb34eba884a261487');
INSERT INTO events VALUES('local',13,0,639314796317720674,24,'00000000-0000-0000-0000-000000000000','audit-excuse-decided','{"act":"1","after":"none","before":"none","devices":"1","kind":"CaseDismissed","policy":"any","step":"Proposed","violations":"2","what":"6f38731e33"}','6219a4161004a4bc4bac5c243062da20875595137a21d82894eea04fea450159','ffe75c6a83e9c2fa3fe40ae6985ced8a6de0ceefe93e5d3f9a6b004788cc2211','');
INSERT INTO events VALUES('local',14,0,639314796363379385,17,'00000000-0000-0000-0000-000000000000','audit-exception-decided','{"exception":"1","kind":"Requested"}','53840bf10f100b812adb69faf96373565755697971776f870f8d78766134bc5f','1472bfe1f9cd259a7049ba98b0502f7334027b4c7afde75de7b185ae86caa3cf','');
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
INSERT INTO scans VALUES('local',1,639314796144291488,639314796195515841,639267552000000000,1,0,4,4,2,6,0,'{"tenant":"local","number":1,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:20:14.4291488+00:00","finishedAt":"2026-11-28T16:20:19.5515841+00:00","inventoryAsOf":"2026-10-05T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps1.csv"}}],"held":[],"heldClosings":[],"heldChannels":[],"heldActs":[],"excusingPersons":2,"policyEnds":{"be-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00","us-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00"},"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":4,"appRows":4,"distinctApps":3,"setAside":{},"registerRecord":"","lastReview":0,"lastException":0,"lastExcuse":0,"exceptionRegister":null,"tenantExceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok","record":"12af8ec9907a102c1fedbf22bdedcfab41cdc2f3d78e6e3265890eed52471267"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok","record":"94e44cc048794efee6261bfdc70d5040ffe02f8dd121a12e447ec10c8bc7729d"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1}],"changes":{"Opened":6},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"devices":4,"events":8,"policy_versions":2,"scans":1,"violations":6}}','2f36a2f7f24a1699678215688dfd90ad5fde6cc195629cd80885d35dcf744b94',8,'1b9a22afa200f148e21bb39f0199aa12137e5019db2cd29c072ed16b9b3699c9');
INSERT INTO scans VALUES('local',2,639314796218091765,639314796251250476,639273600000000000,1,0,5,4,2,2,2,'{"tenant":"local","number":2,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:20:21.8091765+00:00","finishedAt":"2026-11-28T16:20:25.1250476+00:00","inventoryAsOf":"2026-10-12T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps2.csv"}}],"held":[],"heldClosings":[],"heldChannels":[],"heldActs":[],"excusingPersons":2,"policyEnds":{"be-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00","us-federal-tiktok":"9999-12-31T23:59:59.9999999+00:00"},"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":5,"appRows":5,"distinctApps":4,"setAside":{},"registerRecord":"","lastReview":0,"lastException":0,"lastExcuse":0,"exceptionRegister":null,"tenantExceptionRegister":null,"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok","record":"12af8ec9907a102c1fedbf22bdedcfab41cdc2f3d78e6e3265890eed52471267"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok","record":"94e44cc048794efee6261bfdc70d5040ffe02f8dd121a12e447ec10c8bc7729d"}],"catalogueHash":"d149899e23e397c2b464374c4b1cde0d4b6cfc99044fc301283283cd3dd884ce","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2}],"changes":{"Opened":2,"Resolved":2},"openViolations":4,"devicesInViolation":2,"chain":null,"rowsWritten":{"device_history":1,"devices":2,"events":4,"scans":1,"violations":4}}','fea34b827c881b2e61ff372127fe59d4746bb36d5485d8975ddf889272b4efa5',12,'460d1278ce1cef2dadcf77b548255491015984c615b5bac9ecf2adaf5c0c861c');
CREATE TABLE IF NOT EXISTS "tenants" (
    "tenant" TEXT NOT NULL CONSTRAINT "PK_tenants" PRIMARY KEY,
    "simulated" INTEGER NOT NULL,
    "fingerprint_key" BLOB NOT NULL,
    "last_scan" INTEGER NOT NULL,
    "stored_scan" INTEGER NOT NULL
);
INSERT INTO tenants VALUES('local',0,X'6f3a50203a26c4b17b1b95e06b8cb856af53647e32cf9b4fa0af0b4824d53f50',2,2);
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
    "last_sync_at" INTEGER NULL, "excepted_until" INTEGER NULL, "absent_at" INTEGER NULL, "erased_at" INTEGER NULL,
    CONSTRAINT "PK_violations" PRIMARY KEY ("tenant", "id")
);
INSERT INTO violations VALUES('local','01A1095C-3400-7786-B6A0-1610C435567C','d1','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',1,0,0,3,'T1kTok','Acme','1.0','','{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,-6002472647686929731,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-7B2E-BB0B-84A953397629','d1','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',1,0,0,3,'T1kTok','Acme','1.0','','{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,-6002472647686929731,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-784C-BF2E-5E37902A4AB7','d2','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',0,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,6734401520910540577,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-72CE-8C9A-9C5DE30F1F9D','d2','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',0,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,6734401520910540577,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-70F9-9BF5-AB266C0701A7','d3','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',3,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,639267552000000000,NULL,639267552000000000,6734401520910540577,639273600000000000,'{"code":"absent-inventory-changed","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-7F97-91BB-F4198EB731A9','d3','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',3,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,639267552000000000,NULL,639267552000000000,6734401520910540577,639273600000000000,'{"code":"absent-inventory-changed","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A12D68-B800-792F-9690-1AA698B17F2C','d5','be-federal-tiktok','tiktok','TikTok','tiktok','db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153',0,0,1,3,'TikTok','TikTok Pte. Ltd.','2.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639273600000000000,NULL,NULL,639273600000000000,7072433368595996859,639273600000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
INSERT INTO violations VALUES('local','01A12D68-B800-7B8F-9945-16175AE15C87','d5','us-federal-tiktok','tiktok','TikTok','tiktok','db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799',0,0,1,3,'TikTok','TikTok Pte. Ltd.','2.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639273600000000000,NULL,NULL,639273600000000000,7072433368595996859,639273600000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO event_people VALUES('local',13,'91a1bcd95d0c49429794558352da9734','{"author":"root@agency","source":"os-account","reason":"A clock of the same name"}');
INSERT INTO event_people VALUES('local',14,'35a24ffd381d357cf605bbdc4a4e402e','{"author":"root@agency","source":"os-account","reason":""}');
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
INSERT INTO exception_decisions VALUES('local',1,1,0,'root@agency','os-account','','',639314796363379385,'us-federal-tiktok','',0,'d2','security-research','Malware lab','2026-11-28','2026-12-31','[]');
CREATE TABLE IF NOT EXISTS "device_history" (
    "tenant" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "until_scan" INTEGER NOT NULL,
    "from_scan" INTEGER NOT NULL,
    "platform" INTEGER NOT NULL,
    "owner" INTEGER NOT NULL,
    "coverage" INTEGER NOT NULL,
    "reason_code" TEXT NOT NULL,
    "since" INTEGER NOT NULL,
    "fingerprint" INTEGER NULL,
    "inventory_at" INTEGER NOT NULL,
    CONSTRAINT "PK_device_history" PRIMARY KEY ("tenant", "device_id", "until_scan")
);
INSERT INTO device_history VALUES('local','d3',2,1,3,0,0,'seen-in-this-scan',639267552000000000,6734401520910540577,639267552000000000);
CREATE TABLE IF NOT EXISTS "event_states" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "salt" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_event_states" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO event_states VALUES('local',3,'42cfc3b859702083d34b948a66d506cf','{"tenant":"local","id":"01a1095c-3400-7786-b6a0-1610c435567c","deviceId":"d1","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Review","severity":"Violation","confidence":"Suspected","appPlatform":"IOS","appName":"T1kTok","appPublisher":"Acme","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-looks-alike\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"T1kTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-6002472647686929731,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',4,'f27f25e7e016b6c0f12ff52deee36af8','{"tenant":"local","id":"01a1095c-3400-7b2e-bb0b-84a953397629","deviceId":"d1","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Review","severity":"Violation","confidence":"Suspected","appPlatform":"IOS","appName":"T1kTok","appPublisher":"Acme","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-looks-alike\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"T1kTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":-6002472647686929731,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',5,'60468fb141ab916374d6574eca744c8d','{"tenant":"local","id":"01a1095c-3400-784c-bf2e-5e37902a4ab7","deviceId":"d2","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":6734401520910540577,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',6,'36d65481375e3d621c4abccad61c2113','{"tenant":"local","id":"01a1095c-3400-72ce-8c9a-9c5de30f1f9d","deviceId":"d2","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":6734401520910540577,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',7,'775ce072ef89664d2e0765bb372339dd','{"tenant":"local","id":"01a1095c-3400-70f9-9bf5-ab266c0701a7","deviceId":"d3","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":6734401520910540577,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',8,'32e6c590221a4c37f9b9ab6a3a866a6c','{"tenant":"local","id":"01a1095c-3400-7f97-91bb-f4198eb731a9","deviceId":"d3","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":6734401520910540577,"stateSince":"2026-10-05T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',9,'979e44a158bd33174f5533f07d137c3d','{"tenant":"local","id":"01a12d68-b800-792f-9690-1aa698b17f2c","deviceId":"d5","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"2.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-12T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-12T00:00:00+00:00","fingerprint":7072433368595996859,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',10,'3fa7b7d73350bb5271110f9ebd70f035','{"tenant":"local","id":"01a12d68-b800-7b8f-9945-16175ae15c87","deviceId":"d5","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Open","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"2.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-12T00:00:00+00:00","absentAt":null,"notConfirmedSince":null,"notConfirmedReason":null,"inventoryAt":"2026-10-12T00:00:00+00:00","fingerprint":7072433368595996859,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"seen-first\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',11,'edc225a2c1899108b520902ab73ff59f','{"tenant":"local","id":"01a1095c-3400-70f9-9bf5-ab266c0701a7","deviceId":"d3","policyId":"be-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","state":"Resolved","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":"2026-10-05T00:00:00+00:00","notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":6734401520910540577,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"absent-inventory-changed\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
INSERT INTO event_states VALUES('local',12,'5cc17e261e36664096b8e801c619ed00','{"tenant":"local","id":"01a1095c-3400-7f97-91bb-f4198eb731a9","deviceId":"d3","policyId":"us-federal-tiktok","subject":"tiktok","subjectName":"TikTok","ruleId":"tiktok","policyHash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","state":"Resolved","severity":"Violation","confidence":"Strong","appPlatform":"IOS","appName":"TikTok","appPublisher":"TikTok Pte. Ltd.","appVersion":"1.0","appIdentifier":"","evidence":"{\"code\":\"name-known\",\"parameters\":{\"known\":\"TikTok\",\"name\":\"TikTok\",\"product\":\"TikTok\"}}","firstSeenAt":"2026-10-05T00:00:00+00:00","absentAt":null,"notConfirmedSince":"2026-10-05T00:00:00+00:00","notConfirmedReason":null,"inventoryAt":"2026-10-05T00:00:00+00:00","fingerprint":6734401520910540577,"stateSince":"2026-10-12T00:00:00+00:00","stateReason":"{\"code\":\"absent-inventory-changed\",\"parameters\":{}}","returnCount":0,"linkedFrom":null,"exceptedUntil":null,"erasedAt":null,"deviceName":"","devicePlatform":"IOS","operatingSystem":"","owner":"Unknown","userId":"","userPrincipalName":"","userDisplayName":"","email":"","serialNumber":"","category":"","model":"","managementAgent":"","enrollmentType":"","enrolledAt":null,"lastSyncAt":null}');
CREATE TABLE IF NOT EXISTS "policy_versions" (
    "tenant" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_policy_versions" PRIMARY KEY ("tenant", "record")
);
INSERT INTO policy_versions VALUES('local','12af8ec9907a102c1fedbf22bdedcfab41cdc2f3d78e6e3265890eed52471267','{"id":"be-federal-tiktok","title":{"de":"TikTok auf Dienstgeräten der belgischen Bundesbehörden","en":"TikTok on Belgian federal work devices","fr":"TikTok sur les appareils de service fédéraux belges","nl":"TikTok op federale diensttoestellen in België"},"authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","sources":["https://etaamb.openjustice.be/fr/nl/circulaire-du-17-mars-2023_n2023030807.html","https://news.belgium.be/nl/tijdelijk-verbod-op-het-gebruik-van-tiktok-voor-overheidspersoneel","https://brusselstimes.com/401861"],"sourceDetails":[{"link":"https://etaamb.openjustice.be/fr/nl/circulaire-du-17-mars-2023_n2023030807.html","mark":"primary","what":"Circular no. 716"},{"link":"https://news.belgium.be/nl/tijdelijk-verbod-op-het-gebruik-van-tiktok-voor-overheidspersoneel","mark":"primary","what":"Announcement of 17 March 2023 with the removal date"},{"link":"https://brusselstimes.com/401861","mark":"secondary","what":"Press report: service devices are those paid wholly or partly by the federal authority"}],"formerly":[],"formerSubjects":{},"checkedOn":"2026-11-23","timeZone":"Europe/Brussels","announced":"2023-03-10","effective":"2023-03-17","removeBy":"2023-03-31","renewals":[{"on":"2024-03-20","source":"https://news.belgium.be/nl/ambtenarenzaken-tijdelijk-verbod-op-het-gebruik-van-tiktok-verlengd"}],"grace":{"firstSeen":"5.00:00:00","enrolment":"8.00:00:00"},"scope":{"company":"Violation","personal":"Advice","unknown":"Violation","platforms":["IOS","Android","Windows","MacOS"]},"rules":[{"id":"tiktok","product":"tiktok","family":true,"allowList":false,"list":[],"listEntries":[],"formerly":[]}],"reminderDays":[],"recordsPersonOnAdvice":false,"minimumConfidence":"Strong","neverFlag":[],"cases":[],"hash":"db2998b4b9a3f0db4900362011657df570dd75ec72b3e5a4bc08135b324b5153","origin":"pack:be-federal-tiktok"}');
INSERT INTO policy_versions VALUES('local','94e44cc048794efee6261bfdc70d5040ffe02f8dd121a12e447ec10c8bc7729d','{"id":"us-federal-tiktok","title":{"de":"TikTok auf Geräten der Bundesbehörden der Vereinigten Staaten","en":"TikTok on United States federal devices","fr":"TikTok sur les appareils fédéraux des États-Unis","nl":"TikTok op toestellen van de federale overheid van de Verenigde Staten"},"authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","sources":["https://www.scribd.com/document/628516042","https://fedsmith.com","https://pro-memoria.info"],"sourceDetails":[{"link":"https://www.scribd.com/document/628516042","mark":"primary","what":"Copy of OMB M-23-13"},{"link":"https://fedsmith.com","mark":"secondary","what":"The thirty, ninety and hundred and twenty days"},{"link":"https://pro-memoria.info","mark":"secondary","what":"Extract with the terms of exceptions"}],"formerly":[],"formerSubjects":{},"checkedOn":"2026-11-23","timeZone":"America/New_York","announced":"2023-02-27","effective":"2023-02-27","removeBy":"2023-03-29","renewals":[],"grace":{"firstSeen":"5.00:00:00","enrolment":"8.00:00:00"},"scope":{"company":"Violation","personal":"Out","unknown":"Violation","platforms":["IOS","Android","Windows","MacOS"]},"rules":[{"id":"tiktok","product":"tiktok","family":true,"allowList":false,"list":[],"listEntries":[],"formerly":[]}],"exceptions":{"reasons":["law-enforcement","national-security","security-research"],"approver":"Agency head or designee","blanket":false,"delegable":true,"mitigations":[]},"reminderDays":[],"recordsPersonOnAdvice":false,"minimumConfidence":"Strong","neverFlag":[],"cases":[],"hash":"db0c8ca15f293e4ee8de62188a915230379402f95a88e18ba27c6dd7db462799","origin":"pack:us-federal-tiktok"}');
CREATE TABLE IF NOT EXISTS "register_entries" (
    "tenant" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_register_entries" PRIMARY KEY ("tenant", "record", "position")
);
CREATE TABLE IF NOT EXISTS "excusing_acts" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "policy_id" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_before" TEXT NOT NULL,
    "file_after" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "violations" INTEGER NOT NULL,
    "devices" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "author_source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "scan_number" INTEGER NOT NULL,
    CONSTRAINT "PK_excusing_acts" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO excusing_acts VALUES('local',1,1,0,0,'','6f38731e33','T1kTok → TikTok','','','','',2,1,'root@agency','os-account','A clock of the same name',639314796317720674,0);
CREATE TABLE IF NOT EXISTS "legal_holds" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "ends" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "target" TEXT NOT NULL,
    "user_ids" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_legal_holds" PRIMARY KEY ("tenant", "sequence")
);
CREATE TABLE IF NOT EXISTS "channel_holds" (
    "tenant" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_channel_holds" PRIMARY KEY ("tenant", "policy_id", "channel")
);
CREATE TABLE IF NOT EXISTS "channel_releases" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "policy_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "opens" INTEGER NULL,
    "violations" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_channel_releases" PRIMARY KEY ("tenant", "sequence")
);
CREATE TABLE IF NOT EXISTS "channels" (
    "tenant" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_channels" PRIMARY KEY ("tenant", "target")
);
CREATE TABLE IF NOT EXISTS "messages" (
    "tenant" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "delivery" INTEGER NOT NULL,
    "not_before" INTEGER NOT NULL,
    "waiting_since" INTEGER NULL,
    "planned_at" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_messages" PRIMARY KEY ("tenant", "message_id")
);
CREATE TABLE IF NOT EXISTS "tickets" (
    "tenant" TEXT NOT NULL,
    "tracker" TEXT NOT NULL,
    "ticket_key" TEXT NOT NULL,
    "delivery" INTEGER NOT NULL,
    "not_before" INTEGER NOT NULL,
    "waiting_since" INTEGER NULL,
    "remote_id" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "PK_tickets" PRIMARY KEY ("tenant", "tracker", "ticket_key")
);
CREATE TABLE IF NOT EXISTS "access_keys" (
    "tenant" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "last_used_at" INTEGER NULL,
    "revoked_at" INTEGER NULL,
    CONSTRAINT "PK_access_keys" PRIMARY KEY ("tenant", "key_id")
);
CREATE TABLE IF NOT EXISTS "protection_keys" (
    "tenant" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "xml" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_protection_keys" PRIMARY KEY ("tenant", "name")
);
CREATE INDEX "IX_events_tenant_violation_id" ON "events" ("tenant", "violation_id");
CREATE UNIQUE INDEX "IX_violations_tenant_device_id_policy_id_subject" ON "violations" ("tenant", "device_id", "policy_id", "subject");
CREATE INDEX "IX_messages_tenant_channel_delivery_not_before" ON "messages" ("tenant", "channel", "delivery", "not_before");
CREATE INDEX "IX_tickets_tenant_tracker_delivery_not_before" ON "tickets" ("tenant", "tracker", "delivery", "not_before");
COMMIT;

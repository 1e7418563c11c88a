-- Made by commit b48b9db of 2026-11-23 (before reviews and exceptions), built as it was: two scans of an exported file (PastStore.cs says how).
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
INSERT INTO devices VALUES('local','d1',3,0,2,'seen-in-this-scan',639267552000000000,140483265763473269,1,639267552000000000);
INSERT INTO devices VALUES('local','d2',3,0,0,'seen-in-this-scan',639267552000000000,-7215409806508703422,1,639267552000000000);
INSERT INTO devices VALUES('local','d3',3,0,4,'assessed-owner-unknown',639273600000000000,9036464108275183382,1,639273600000000000);
INSERT INTO devices VALUES('local','d4',3,0,4,'assessed-owner-unknown',639267552000000000,9036464108275183382,1,639267552000000000);
INSERT INTO devices VALUES('local','d5',3,0,0,'seen-in-this-scan',639273600000000000,5659309991321787868,1,639273600000000000);
CREATE TABLE IF NOT EXISTS "events" (
    "tenant" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "scan_number" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "violation_id" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    CONSTRAINT "PK_events" PRIMARY KEY ("tenant", "sequence")
);
INSERT INTO events VALUES('local',1,1,639314795725060465,0,'01A1095C-3400-7338-BA01-1C9F64525D7E','seen-first','{}');
INSERT INTO events VALUES('local',2,1,639314795725060465,0,'01A1095C-3400-7AC4-9D73-7C2F88BDC198','seen-first','{}');
INSERT INTO events VALUES('local',3,1,639314795725060465,0,'01A1095C-3400-76F6-B8EC-55A2E5DDC415','seen-first','{}');
INSERT INTO events VALUES('local',4,1,639314795725060465,0,'01A1095C-3400-755F-A1E0-6B628EF7C398','seen-first','{}');
INSERT INTO events VALUES('local',5,1,639314795725060465,0,'01A1095C-3400-7121-9A8B-3A1C925D41B6','seen-first','{}');
INSERT INTO events VALUES('local',6,1,639314795725060465,0,'01A1095C-3400-773C-922B-9B698845CE04','seen-first','{}');
INSERT INTO events VALUES('local',7,2,639314795779605897,0,'01A12D68-B800-79B4-ADA3-82B280552623','seen-first','{}');
INSERT INTO events VALUES('local',8,2,639314795779605897,0,'01A12D68-B800-76B4-ABA5-4FF5EE4D2A5C','seen-first','{}');
INSERT INTO events VALUES('local',9,2,639314795779605897,2,'01A1095C-3400-7121-9A8B-3A1C925D41B6','absent-inventory-changed','{}');
INSERT INTO events VALUES('local',10,2,639314795779605897,2,'01A1095C-3400-773C-922B-9B698845CE04','absent-inventory-changed','{}');
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
    "result" TEXT NOT NULL,
    CONSTRAINT "PK_scans" PRIMARY KEY ("tenant", "number")
);
INSERT INTO scans VALUES('local',1,639314795696982477,639314795725060465,639267552000000000,1,0,4,4,2,6,0,'{"tenant":"local","number":1,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:19:29.6982477+00:00","finishedAt":"2026-11-28T16:19:32.5060465+00:00","inventoryAsOf":"2026-10-05T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps1.csv"}}],"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":4,"appRows":4,"distinctApps":3,"setAside":{},"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"56a066f60f277b0aa29b68f2402fa8db3e4430d163031d9f3d9ae479250291ea","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"e7bc3cb483bed374613ebe709275f92ae35cdbb6659a7b0400b94a7027130fa0","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok"}],"catalogueHash":"1496d05d86b76d3ee9c2fc566ab6bc23a05c2fba7642c50ebfa99be5aa0855f7","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":1}],"changes":{"Opened":6},"openViolations":4,"devicesInViolation":2,"rowsWritten":{"devices":4,"events":6,"scans":1,"violations":6}}');
INSERT INTO scans VALUES('local',2,639314795742983909,639314795779605897,639273600000000000,1,0,5,4,2,2,2,'{"tenant":"local","number":2,"simulated":false,"dryRun":false,"startedAt":"2026-11-28T16:19:34.2983909+00:00","finishedAt":"2026-11-28T16:19:37.9605897+00:00","inventoryAsOf":"2026-10-12T00:00:00+00:00","route":"Files","routeReasons":[],"complete":true,"faults":[],"notes":[{"code":"no-device-list","parameters":{"file":"apps2.csv"}}],"cannotTell":[],"olderThanKnown":false,"requests":{"total":0,"throttled":0,"retried":0},"devices":5,"appRows":5,"distinctApps":4,"setAside":{},"policies":[{"id":"be-federal-tiktok","title":"TikTok on Belgian federal work devices","hash":"56a066f60f277b0aa29b68f2402fa8db3e4430d163031d9f3d9ae479250291ea","authority":"National Security Council of 10 March 2023; Circular no. 716 of 17 March 2023","origin":"pack:be-federal-tiktok"},{"id":"us-federal-tiktok","title":"TikTok on United States federal devices","hash":"e7bc3cb483bed374613ebe709275f92ae35cdbb6659a7b0400b94a7027130fa0","authority":"No TikTok on Government Devices Act (Pub. L. 117-328, div. R); OMB M-23-13 of 27 February 2023","origin":"pack:us-federal-tiktok"}],"catalogueHash":"1496d05d86b76d3ee9c2fc566ab6bc23a05c2fba7642c50ebfa99be5aa0855f7","coverage":[{"policyId":"","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"be-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"be-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"Violating","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":2},{"policyId":"us-federal-tiktok","class":"UnderReview","reasonCode":"seen-in-this-scan","platform":"IOS","owner":"Unknown","devices":1},{"policyId":"us-federal-tiktok","class":"Clean","reasonCode":"assessed-owner-unknown","platform":"IOS","owner":"Unknown","devices":2}],"changes":{"Opened":2,"Resolved":2},"openViolations":4,"devicesInViolation":2,"rowsWritten":{"devices":2,"events":4,"scans":1,"violations":4}}');
CREATE TABLE IF NOT EXISTS "tenants" (
    "tenant" TEXT NOT NULL CONSTRAINT "PK_tenants" PRIMARY KEY,
    "simulated" INTEGER NOT NULL,
    "fingerprint_key" BLOB NOT NULL,
    "last_scan" INTEGER NOT NULL,
    "stored_scan" INTEGER NOT NULL
);
INSERT INTO tenants VALUES('local',0,X'57a9bf417206a5f94cf16519597a05ad18da6e5e4338d00497404a33204e9e97',2,2);
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
    "last_sync_at" INTEGER NULL,
    CONSTRAINT "PK_violations" PRIMARY KEY ("tenant", "id")
);
INSERT INTO violations VALUES('local','01A1095C-3400-7338-BA01-1C9F64525D7E','d1','be-federal-tiktok','tiktok','TikTok','tiktok','56a066f60f277b0aa29b68f2402fa8db3e4430d163031d9f3d9ae479250291ea',1,0,0,3,'T1kTok','Acme','1.0','','{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,140483265763473269,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-7AC4-9D73-7C2F88BDC198','d1','us-federal-tiktok','tiktok','TikTok','tiktok','e7bc3cb483bed374613ebe709275f92ae35cdbb6659a7b0400b94a7027130fa0',1,0,0,3,'T1kTok','Acme','1.0','','{"code":"name-looks-alike","parameters":{"known":"TikTok","name":"T1kTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,140483265763473269,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-76F6-B8EC-55A2E5DDC415','d2','be-federal-tiktok','tiktok','TikTok','tiktok','56a066f60f277b0aa29b68f2402fa8db3e4430d163031d9f3d9ae479250291ea',0,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,-7215409806508703422,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-755F-A1E0-6B628EF7C398','d2','us-federal-tiktok','tiktok','TikTok','tiktok','e7bc3cb483bed374613ebe709275f92ae35cdbb6659a7b0400b94a7027130fa0',0,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,NULL,NULL,639267552000000000,-7215409806508703422,639267552000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-7121-9A8B-3A1C925D41B6','d3','be-federal-tiktok','tiktok','TikTok','tiktok','56a066f60f277b0aa29b68f2402fa8db3e4430d163031d9f3d9ae479250291ea',3,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,639267552000000000,NULL,639267552000000000,-7215409806508703422,639273600000000000,'{"code":"absent-inventory-changed","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
INSERT INTO violations VALUES('local','01A1095C-3400-773C-922B-9B698845CE04','d3','us-federal-tiktok','tiktok','TikTok','tiktok','e7bc3cb483bed374613ebe709275f92ae35cdbb6659a7b0400b94a7027130fa0',3,0,1,3,'TikTok','TikTok Pte. Ltd.','1.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639267552000000000,639267552000000000,NULL,639267552000000000,-7215409806508703422,639273600000000000,'{"code":"absent-inventory-changed","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
INSERT INTO violations VALUES('local','01A12D68-B800-79B4-ADA3-82B280552623','d5','be-federal-tiktok','tiktok','TikTok','tiktok','56a066f60f277b0aa29b68f2402fa8db3e4430d163031d9f3d9ae479250291ea',0,0,1,3,'TikTok','TikTok Pte. Ltd.','2.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639273600000000000,NULL,NULL,639273600000000000,5659309991321787868,639273600000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
INSERT INTO violations VALUES('local','01A12D68-B800-76B4-ABA5-4FF5EE4D2A5C','d5','us-federal-tiktok','tiktok','TikTok','tiktok','e7bc3cb483bed374613ebe709275f92ae35cdbb6659a7b0400b94a7027130fa0',0,0,1,3,'TikTok','TikTok Pte. Ltd.','2.0','','{"code":"name-known","parameters":{"known":"TikTok","name":"TikTok","product":"TikTok"}}',639273600000000000,NULL,NULL,639273600000000000,5659309991321787868,639273600000000000,'{"code":"seen-first","parameters":{}}',0,NULL,'',3,'',0,'','','','','','','','','',NULL,NULL);
CREATE INDEX "IX_events_tenant_violation_id" ON "events" ("tenant", "violation_id");
CREATE UNIQUE INDEX "IX_violations_tenant_device_id_policy_id_subject" ON "violations" ("tenant", "device_id", "policy_id", "subject");
COMMIT;

namespace ComplianceAgent.Reasons;

/// <content>Inventory from files.</content>
public static partial class Sentences
{
    static partial void AddFiles(Dictionary<string, string> sentences)
    {
        sentences["app-list-columns"] = "The file {file} has the columns {columns}, none of which is a name. Write a first line such as platform,name,publisher,version,identifier.";
        sentences["file-not-found"] = "The file {file} does not exist.";
        sentences["file-unreadable"] = "The file {file} cannot be read. Check its permissions and the disk.";
        sentences["file-empty"] = "{file} is empty. Export AppInvRawData (apps) or Devices (device list) from Intune again.";
        sentences["file-markup"] = "{file} is a web page or XML, not an export. Export AppInvRawData from Intune as csv or json and give that file or its zip.";
        sentences["file-document"] = "{file} is a workbook or document. Save it as csv first, or give the zip as Intune made it.";
        sentences["file-other-archive"] = "{file} is an archive of another kind than zip. Unpack it and give the csv or json file.";
        sentences["file-is-app-aggregate"] = "{file} is the report AppInvAggregate: it counts devices but does not name them. Export AppInvRawData instead.";
        sentences["file-is-device-list"] = "{file} is a list of devices, not of apps. Give it with --device-list, and the report AppInvRawData with --inventory.";
        sentences["device-list-is-app-report"] = "{file} is a list of apps, not of devices. Give it with --inventory, and the report Devices with --device-list.";
        sentences["columns-missing"] = "{file} has no column {columns}. Found: {found}. Export AppInvRawData (apps) or Devices (device list) with these columns.";
        sentences["columns-lacking"] = "{file} has no column {columns}; what rests on it is weaker or unknown.";
        sentences["no-rows"] = "{file} has no rows that can be used. A tenant without a single app is not believed; export it again.";

        sentences["zip-broken"] = "{file} is a broken or cut-off zip archive. Download or copy it again.";
        sentences["zip-empty"] = "{file} is a zip archive without a file in it. Export it from Intune again.";
        sentences["zip-encrypted"] = "{entry} in {file} is encrypted. Unpack it and give the csv or json file.";
        sentences["zip-nested"] = "{entry} in {file} is an archive itself. Unpack the outer one and give the inner one.";
        sentences["zip-second-file"] = "{file} holds more than one file; the second is {entry}. Give a zip with the export alone, or the file itself.";
        sentences["zip-entry-path"] = "{entry} in {file} has a path in its name. Give a zip with the export at its top.";
        sentences["zip-entry-kind"] = "{entry} in {file} is neither .csv nor .json. Give the zip as Intune made it, or the csv or json file.";
        sentences["zip-too-many-entries"] = "The directory of {file} is larger than allowed (Inventory:Archive:MaxEntries is {most}).";
        sentences["zip-too-large"] = "{file} unpacks to {bytes} bytes; Inventory:Archive:MaxBytes allows {most}.";
        sentences["zip-ratio"] = "{file} packs {bytes} bytes into {packed}; Inventory:Archive:MaxRatio allows {most} to one.";
        sentences["zip-short"] = "{file} unpacks to {bytes} bytes where {announced} were announced.";
        sentences["zip-crc"] = "The contents of {file} do not match their checksum (CRC-32).";
        sentences["zip-data-broken"] = "The packed data of {file} are damaged.";

        sentences["text-ends-short"] = "{file} ends in the middle of a character: it was cut off.";
        sentences["text-windows-1252"] = "{bytes} bytes of {file} are no UTF-8 and were read as Windows-1252.";
        sentences["fields-cut"] = "{fields} values of {file} were longer than {most} bytes and were cut.";
        sentences["csv-ends-in-quotes"] = "{file} ends inside quotes in the row that begins in line {line}: it was cut off, or a quote is missing.";
        sentences["csv-last-row-short"] = "The last row of {file} (line {line}) does not have all columns: it was cut off.";
        sentences["csv-last-row-open"] = "The last row of {file} (line {line}) has no line break after it and may be cut off. If the file is whole, add one.";
        sentences["csv-quotes-broken"] = "A quote in {file} (line {line}) is not closed and took whole rows with it.";
        sentences["csv-row-too-long"] = "The row of {file} that begins in line {line} is longer than {most} bytes: a quote is missing, or it is no list of apps or devices. Nothing after it was read.";
        sentences["csv-too-many-columns"] = "{file} has more than {most} columns.";
        sentences["json-broken"] = "{file} is no valid json after byte {byte} (row {row}).";
        sentences["json-ends-short"] = "{file} ends before its json is complete (after row {row}): it was cut off.";
        sentences["json-no-values"] = "{file} holds no list of values. Export AppInvRawData (apps) or Devices (device list) from Intune as csv or json and give that file.";
        sentences["json-without-schema"] = "{file} lists its values before it names their columns (Schema). Export it as csv, or put the schema first.";
        sentences["json-fewer-rows"] = "{file} announces {announced} rows and holds {rows}.";

        sentences["row-wrong-columns"] = "rows with more or fewer columns than the header";
        sentences["row-without-device"] = "app rows that name no device";
        sentences["row-not-understood"] = "values that are no rows";
        sentences["values-unclear"] = "{rows} values of {column} in {file} can be read two ways or not at all and count as not told; the first is {first}.";

        sentences["no-device-list"] = "No device list was given: the fleet is the devices named in {file}, so devices without apps are missing.";
        sentences["devices-not-in-list"] = "{devices} devices have apps but do not stand in the device list.";
        sentences["no-inventory-date"] = "Nothing tells which day this inventory speaks of. Give --as-of DATE.";
    }
}

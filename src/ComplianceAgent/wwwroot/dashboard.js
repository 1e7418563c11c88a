// Writes moments in the reader's own zone and language; without this script they stand in UTC.
const language = { en: "en-GB", nl: "nl-BE", fr: "fr-BE", de: "de-DE" }[document.documentElement.lang] ?? "en-GB";
const minute = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function localise(root) {
    for (const time of root.querySelectorAll("time[data-show]")) {
        const at = new Date(time.dateTime);
        if (!Number.isNaN(at.valueOf())) {
            time.title = `${time.textContent} (${zone})`;
            time.textContent = (time.dataset.show === "day" ? day : minute).format(at);
            time.removeAttribute("data-show");
        }
    }
}

localise(document);
globalThis.Blazor?.addEventListener?.("enhancedload", () => localise(document));

// Writes moments in the reader's own zone and language; without this script they stand in UTC.
const language = { en: "en-GB", nl: "nl-BE", fr: "fr-BE", de: "de-DE" }[document.documentElement.lang] ?? "en-GB";
const minute = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const time of document.querySelectorAll("time[data-show]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.valueOf())) {
        time.title = `${time.textContent} (${zone})`;
        time.textContent = (time.dataset.show === "day" ? day : minute).format(at);
        time.removeAttribute("data-show");
    }
}

// Warns two minutes before the session ends; asking who one is uses it, which lets it last longer unless its day is over.
const session = document.getElementById("session");
let warning;

function warnBefore(seconds) {
    clearTimeout(warning);
    warning = setTimeout(() => { session.hidden = false; }, Math.max(0, seconds - 120) * 1000);
}

async function stay() {
    const answer = await fetch("/api/v1/me");
    const { sessionSeconds = 0 } = answer.ok ? await answer.json() : {};
    if (sessionSeconds > 120) {
        session.hidden = true;
        warnBefore(sessionSeconds);
    }
}

if (session) {
    session.querySelector("button").addEventListener("click", stay);
    warnBefore(Number(session.dataset.seconds));
}

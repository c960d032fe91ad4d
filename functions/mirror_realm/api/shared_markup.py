"""The markup of a shared picture's page. It has no script, and everything from users and settings is escaped."""

import base64
import hashlib
from html import escape
from string import Template

from mirror_realm.api.blurhash_png import data_url
from mirror_realm.domain.narrative.messages import SIGN
from mirror_realm.domain.narrative.share_lines import WORDS
from mirror_realm.services.sharing.views import Shown

SIDE = 1024
"""Pixels a side of the shared picture."""

JOINER = "\N{ZERO WIDTH JOINER}"
"""Many emoji are several, joined by it."""

STYLE = """
:root{color-scheme:light dark;--page:#fbf3e6;--glow:#ffe6bf;--surface:#fffdf9;--text:#38210f;--soft:#6c4c33;
--accent:#8c3f06;--line:#ead9bf;--frame-from:#ffe3b5;--frame-to:#f6b96a;
--shadow:0 1px 2px rgb(92 52 12/8%),0 24px 60px -24px rgb(92 52 12/35%)}
@media (prefers-color-scheme:dark){:root{--page:#1d140e;--glow:#3a2413;--surface:#281c14;--text:#f8ead8;
--soft:#d3b99e;--accent:#ffc27c;--line:#49362a;--frame-from:#5b3b20;--frame-to:#35210f;
--shadow:0 1px 2px rgb(0 0 0/40%),0 24px 60px -24px rgb(0 0 0/80%)}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;
justify-content:center;gap:clamp(1.25rem,3vh,2rem);padding:clamp(1rem,4vw,2.5rem);
background:radial-gradient(60rem 40rem at 50% -8rem,var(--glow),transparent),var(--page);color:var(--text);
font:1rem/1.55 ui-rounded,"SF Pro Rounded","Nunito",system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{width:100%;max-width:min(36rem,58vh);min-width:min(20rem,100%);display:grid;gap:clamp(1rem,2.5vh,1.5rem);
text-align:center}
main.quiet{max-width:30rem;justify-items:center}
.frame{position:relative;aspect-ratio:1;padding:clamp(.4rem,1.2vw,.6rem);border-radius:2rem;
background:linear-gradient(150deg,var(--frame-from),var(--frame-to));box-shadow:var(--shadow)}
.glass{position:relative;height:100%;overflow:hidden;border-radius:1.5rem}
.glass img{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
h1{margin:0;font-size:clamp(1.4rem,1.2rem + .8vw,1.8rem);line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
.line{margin:0;font-size:clamp(1.0625rem,1rem + .4vw,1.25rem);font-style:italic;color:var(--accent);text-wrap:balance}
footer{max-width:34rem;padding-top:1rem;border-top:1px solid var(--line);text-align:center;font-size:.875rem;
color:var(--soft);text-wrap:pretty}
footer p,.quiet p{margin:0}
footer p+p{margin-top:.5rem}
a{display:inline-block;padding:.6rem .75rem;color:var(--accent);font-weight:600;border-radius:.75rem}
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
"""

STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

POLICY = (
    f"default-src 'none'; img-src 'self' data:; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The Content-Security-Policy: no script, no frame, and no style but this one."""

_PAGE = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fbf3e6" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#1d140e" media="(prefers-color-scheme: dark)">
$preview<link rel="icon" href="/mirror.svg" type="image/svg+xml">
<style>$style</style>
</head>
<body>
$body
</body>
</html>
""")

_PREVIEW = Template("""<meta name="description" content="$line">
<meta property="og:type" content="website">
<meta property="og:site_name" content="Mirror Realm">
<meta property="og:title" content="$title">
<meta property="og:description" content="$line">
<meta property="og:url" content="$address">
<meta property="og:image" content="$address.jpg">
<meta property="og:image:type" content="image/jpeg">
<meta property="og:image:width" content="$side">
<meta property="og:image:height" content="$side">
<meta property="og:image:alt" content="$picture">
<meta name="twitter:card" content="summary">
""")

_SHOWN = Template("""<main>
<div class="frame"><div class="glass">$blur<img src="$path.jpg" alt="$picture" width="$side" height="$side"></div></div>
<h1><bdi>$title</bdi></h1>
<p class="line">$sign $line</p>
</main>
<footer>
<p>$about $copies</p>
<p><a href="/">$home</a></p>
</footer>""")

_QUIET = Template("""<main class="quiet">
<img src="/mirror.svg" alt="" width="88" height="88">
<h1>$title</h1>
$line<p>$what</p>
<p><a href="/">$home</a></p>
</main>""")


def shown_page(shown: Shown, slug: str, hosting_url: str, lang: str) -> str:
    """Return the page of a share.

    hosting_url: scheme and host of the site, because previews need a whole address.
    lang: one of the languages.
    """
    words = WORDS[lang]
    said = {"title": escape(_visible(shown.name) or words.title), "line": escape(words.line(slug))}
    fixed = {name: escape(getattr(words, name)) for name in ("picture", "about", "copies", "home")}
    address = escape(f"{hosting_url}/s/{slug}")
    blur = data_url(shown.blurhash)
    body = _SHOWN.substitute(
        said,
        **fixed,
        path=f"/s/{slug}",
        side=SIDE,
        sign=SIGN,
        blur=f'<img src="{blur}" alt="" aria-hidden="true">' if blur else "",
    )
    preview = _PREVIEW.substitute(said, **fixed, address=address, side=SIDE)
    return _PAGE.substitute(lang=lang, title=said["title"], preview=preview, style=STYLE, body=body)


def gone_page(lang: str) -> str:
    """Return the page of an address that shows nothing, whether it never did or does not any more."""
    words = WORDS[lang]
    line = f'<p class="line">{SIGN} {escape(words.gone_line)}</p>\n'
    return _quiet(lang, words.gone_title, line, words.gone)


def fault_page(lang: str) -> str:
    """Return the page for a fault of ours."""
    words = WORDS[lang]
    return _quiet(lang, words.title, "", words.fault)


def _quiet(lang: str, title: str, line: str, what: str) -> str:
    home = escape(WORDS[lang].home)
    body = _QUIET.substitute(title=escape(title), line=line, what=escape(what), home=home)
    return _PAGE.substitute(lang=lang, title=escape(title), preview="", style=STYLE, body=body)


def _visible(name: str) -> str:
    """Return a name without characters that are not seen, such as those that turn the direction of writing."""
    return "".join(one for one in name if one.isprintable() or one == JOINER).strip(JOINER + " ")

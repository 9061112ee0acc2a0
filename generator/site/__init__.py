"""View models → pages → the published site.

A page is a file `customers/7k3qf.md` that becomes `customers/7k3qf.html`. Its front matter carries the title (escaped
as HTML: the theme writes it as it is) and `search: {exclude: true}` where it must not be found; its body is ready HTML
(ready_html.py). A link to another page is relative to the page's own folder and ends in `.html`, as in
`../consultants/li-na.html`: MkDocs leaves it alone, Zensical reads it as relative to the source file, and both come to
the same address.
"""

import Report

extension ClaimsReport {
  /// The text with its verdicts: a page by itself, without scripts or a network.
  var htmlText: String {
    func escaped(_ text: String) -> String { PageText.escaped(text) }
    var body = ""
    for sentence in claims {
      guard sentence.verdict != .unchecked else {
        body += "<p class=\"unchecked\">\(escaped(sentence.text))</p>\n"
        continue
      }
      body +=
        "<p class=\"\(sentence.verdict.rawValue)\"><mark>\(escaped(sentence.text))</mark> <strong>\(sentence.verdict.words)</strong></p>\n"
      body += "<ul>" + sentence.details.map { "<li>\(escaped($0))</li>" }.joined() + "</ul>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Claims of \(escaped(text))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>Claims of \(escaped(text))</h1>
      <p>\(escaped(tally)).</p>
      <p>\(escaped(rule)) Sentences in grey are not checked.</p>
      \(body)</body>
      </html>

      """
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
    mark { color: inherit; padding: .1em .2em; }
    .supported mark { background: light-dark(#d6efdc, #1d4a2b); }
    .contradicted mark { background: light-dark(#f8d3cf, #6b221b); }
    .unsettled mark { background: light-dark(#f6e8bd, #57470f); }
    .unchecked { color: light-dark(#666, #999); }
    ul { font-size: .875rem; margin: -.5rem 0 1rem; }
    """
}

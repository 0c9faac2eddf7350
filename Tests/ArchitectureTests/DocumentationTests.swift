import Foundation
import Testing

/// The examples of the documentation stand in the outside package, which is compiled with the tests and sees only what is
/// public.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// An example: the file that shows it, and its lines without the blanks around them.
  private struct Example: CustomTestStringConvertible {
    let file: String
    let lines: [String]

    var testDescription: String { "\(file): \(lines.first ?? "")" }
  }

  @Test(arguments: ["Comparison", "OwnClusterer", "OwnSpace", "OwnImporter", "OwnScore", "RowsOfNumbers", "Fusebench"])
  func everyExampleOfAnArticleIsCompiled(article: String) throws {
    let file = Self.root.appending(path: "Sources/Fusebench/Fusebench.docc/\(article).md")
    let examples = Self.examples(of: try String(contentsOf: file, encoding: .utf8), in: article)
    #expect(!examples.isEmpty)
    let sources = try Self.outsideSources()
    for example in examples { #expect(sources.contains { $0.contains(example.lines) }, "\(example.testDescription)") }
  }

  @Test func everyArticleIsChecked() throws {
    let articles = try Self.files(in: "Sources/Fusebench/Fusebench.docc", ending: ".md")
    #expect(articles.count == 7)
  }

  @Test func everyExampleOfACommentIsCompiled() throws {
    let examples = try Self.files(in: "Sources", ending: ".swift").flatMap { file in
      let comments = Self.lines(of: try String(contentsOf: file, encoding: .utf8)).filter { $0.hasPrefix("///") }
      let text = comments.map { String($0.dropFirst(3)) }.joined(separator: "\n")
      return Self.examples(of: text, in: file.lastPathComponent)
    }
    #expect(!examples.isEmpty)
    let sources = try Self.outsideSources()
    for example in examples { #expect(sources.contains { $0.contains(example.lines) }, "\(example.testDescription)") }
  }

  /// The blocks of Swift in a text of Markdown.
  private static func examples(of text: String, in file: String) -> [Example] {
    lines(of: text).split(separator: "```swift", omittingEmptySubsequences: false).dropFirst().map { part in
      Example(file: file, lines: part.prefix { $0 != "```" }.filter { !$0.isEmpty })
    }
  }

  private static func outsideSources() throws -> [[String]] {
    try files(in: "Tests/Outside/Sources", ending: ".swift").map {
      lines(of: try String(contentsOf: $0, encoding: .utf8)).filter { !$0.isEmpty }
    }
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func files(in folder: String, ending: String) throws -> [URL] {
    let url = root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path)
    return names.filter { $0.hasSuffix(ending) }.sorted().map { url.appending(path: $0) }
  }
}

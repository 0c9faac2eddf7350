import Foundation
import Testing

/// The examples of the documentation, which an outside package compiles.
@Suite struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The lines of a file without the blanks around them.
  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func texts(_ folder: String, _ suffix: String) throws -> [(name: String, lines: [String])] {
    let files = try FileManager.default.contentsOfDirectory(
      at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == suffix }.map {
      ($0.lastPathComponent, lines(try String(contentsOf: $0, encoding: .utf8)))
    }
  }

  @Test func everyExampleStandsInTheOutsidePackage() throws {
    let sources = try Self.texts("Tests/Outside/Sources/Comparison", "swift")
    var examples = 0
    for article in try Self.texts("Sources/Fusebench/Fusebench.docc", "md") {
      let blocks = article.lines.split(separator: "```swift").dropFirst().map { $0.prefix { $0 != "```" } }
      for block in blocks {
        let example = Array(block).filter { !$0.isEmpty }
        examples += 1
        #expect(
          sources.contains { $0.lines.filter { !$0.isEmpty }.contains(example) },
          "\(article.name): \(example.first ?? "")")
      }
    }
    #expect(examples >= 7)
  }
}

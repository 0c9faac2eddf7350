import Foundation
import Testing

/// Holds the table of ARCHITECTURE.md: which module may import which. The package manager does not catch an import of
/// a module that is there only because another one depends on it.
@Suite struct ImportTests {
  /// What each module may import beside the standard library, Foundation, Dispatch and the C library.
  private static let allowed: [String: Set<String>] = [
    "fusebench": ["ArgumentParser", "Harness", "Report", "Results", "Stages", "Matrices"],
    "Harness": [
      "Datasets", "Features", "Fusion", "Clustering", "Scores", "Statistics", "Reduction", "Stages", "Results",
      "Matrices", "CCrypto", "Yams",
    ],
    "Report": ["Results", "Scores", "Reduction", "Figures", "Matrices", "Mustache"],
    "Results": ["Matrices"],
    "Figures": ["Matrices", "CCairo"],
    "Scores": ["Matrices"],
    "Statistics": ["Scores", "Matrices"],
    "Clustering": ["Stages", "Matrices"],
    "Stages": ["Matrices"],
    "Reduction": ["Stages", "Matrices"],
    "Fusion": ["Stages", "Matrices", "Reduction"],
    "Features": ["Matrices", "Datasets"],
    "Datasets": ["Matrices", "CImageCodecs", "CZip", "CZlib"],
    "Matrices": ["COpenBLAS", "CKernels"],
  ]

  private static let system: Set<String> = ["Foundation", "Dispatch", "Synchronization", "Glibc", "Darwin"]

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: Self.allowed.keys.sorted())
  func aModuleImportsOnlyWhatTheTableAllows(module: String) throws {
    let permitted = Self.allowed[module]!.union(Self.system)
    let files = try Self.swiftFiles(in: "Sources/\(module)")
    #expect(!files.isEmpty)
    for file in files {
      for name in try Self.imports(of: file) {
        #expect(permitted.contains(name), "\(file.lastPathComponent) of \(module) imports \(name)")
      }
    }
  }

  @Test func everyModuleStandsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
    let modules = try folders.filter { try !Self.swiftFiles(in: "Sources/\($0)").isEmpty }
    #expect(Set(modules) == Set(Self.allowed.keys))
  }

  @Test func everyModuleHasATestTarget() throws {
    for module in Self.allowed.keys where module != "fusebench" {
      #expect(try !Self.swiftFiles(in: "Tests/\(module)Tests").isEmpty, "\(module) has no tests")
    }
  }

  @Test func filesKeepToOneIdea() throws {
    for file in try Self.swiftFiles(in: "Sources") {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 400, "\(file.lastPathComponent) has \(lines.count) lines")
    }
  }

  /// `print` keeps to itself that its text went nowhere.
  @Test func answersGoThroughOneWriter() throws {
    for file in try Self.swiftFiles(in: "Sources/fusebench") {
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.split(separator: "\n") where !line.contains("func print(") {
        #expect(line.firstMatch(of: /(^|[^.\w])print\(/) == nil, "\(file.lastPathComponent): \(line)")
      }
    }
  }

  private static func swiftFiles(in folder: String) throws -> [URL] {
    let url = root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path)
    return names.filter { $0.hasSuffix(".swift") }.sorted().map { url.appending(path: $0) }
  }

  /// The modules that a file imports, whatever the access level or attribute before the word.
  private static func imports(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let position = words.firstIndex(of: "import"), words.count > position + 1,
        words[..<position].allSatisfy({
          $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
        })
      else { return nil }
      let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      let name = kinds.contains(words[position + 1]) ? words[position + 2] : words[position + 1]
      return name.split(separator: ".").first.map(String.init)
    }
  }
}

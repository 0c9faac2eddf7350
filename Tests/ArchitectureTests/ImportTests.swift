import Foundation
import Testing

/// Holds the table of ARCHITECTURE.md: which folder imports which modules. The package manager does not catch an import of
/// a module that is there only because another one depends on it.
@Suite struct ImportTests {
  /// The modules that each folder imports beside the standard library, Foundation, Dispatch and the C library.
  private static let table: [String: Set<String>] = {
    let text = (try? String(contentsOf: root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("| folder") }.dropFirst(2).prefix { $0.hasPrefix("|") }
    return lines.reduce(into: [:]) { table, line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let names = cells.count > 2 ? cells[2].split(separator: ",") : []
      table[cells[0].trimmingCharacters(in: ["`"])] = Set(names.map { $0.trimmingCharacters(in: .whitespaces) })
    }
  }()

  private static let system: Set<String> = ["Foundation", "Dispatch", "Synchronization", "Glibc", "Darwin"]

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: Self.table.keys.sorted()) func aFolderImportsWhatTheTableSaysAndNothingElse(folder: String) throws {
    let imports = try Self.swiftFiles(in: "Sources/\(folder)").flatMap { try Self.imports(of: $0) }
    #expect(Set(imports).subtracting(Self.system) == Self.table[folder])
  }

  @Test func everyFolderStandsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
    let modules = try folders.filter { try !Self.swiftFiles(in: "Sources/\($0)").isEmpty }
    #expect(Set(modules) == Set(Self.table.keys) && modules.count > 15)
  }

  @Test func everyModuleHasATestTarget() throws {
    // The command is tested by running it, the library by the package in Tests/Outside.
    for module in Self.table.keys where !["fusebench-cli", "Fusebench"].contains(module) {
      #expect(try !Self.swiftFiles(in: "Tests/\(module)Tests").isEmpty, "\(module) has no tests")
    }
  }

  @Test func filesKeepToOneIdea() throws {
    for file in try Self.swiftFiles(in: "Sources") {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 400, "\(file.lastPathComponent) has \(lines.count) lines")
    }
  }

  /// Memory that is allocated by hand must be freed by hand, which is easily forgotten.
  @Test func buffersAloneTakeMemory() throws {
    for file in try Self.swiftFiles(in: "Sources") where file.lastPathComponent != "Buffer.swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.split(separator: "\n") {
        #expect(line.firstMatch(of: /\b(de)?allocate\(|\bcalloc\(/) == nil, "\(file.lastPathComponent): \(line)")
      }
    }
  }

  /// `print` keeps to itself that its text went nowhere.
  @Test func answersGoThroughOneWriter() throws {
    for file in try Self.swiftFiles(in: "Sources/fusebench-cli") {
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

import Foundation
import Testing

/// A folder that is removed with the value, for the inputs and outputs of one test.
final class TemporaryFolder: Sendable {
  let url: URL
  /// The folder of the outputs of commands, outside of ``url``.
  let streams: URL

  init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("fusebench-command-\(UUID().uuidString)")
    url = base.appendingPathComponent("work")
    streams = base.appendingPathComponent("streams")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  func json(_ name: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: data(name)) as? [String: Any])
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  /// Writes a file and the folders that it lies in.
  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Data(text.utf8), to: name) }

  /// Every file below a folder with its bytes, by its path.
  func contents(of name: String = "") throws -> [String: Data] {
    var files: [String: Data] = [:]
    for case let file as String in FileManager.default.enumerator(atPath: path(name)) ?? .init() {
      var isFolder: ObjCBool = false
      let full = path(name) + "/" + file
      guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      files[file] = try Data(contentsOf: URL(fileURLWithPath: full))
    }
    return files
  }

  /// Expects that no file is half-written: no temporary file is left anywhere.
  func expectNoTemporaryFiles(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let left = try contents().keys.filter { $0.contains(".fusebench-") || $0.hasSuffix(".tmp") }
    #expect(left == [], sourceLocation: sourceLocation)
  }

  /// Runs `fusebench run … --out out` and expects an error of three lines that leaves nothing behind.
  func expectRunFails(
    _ arguments: [String], naming words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try contents()
    let outcome = try await Command.run(["run"] + arguments + ["--out", "out", "--figures", "none"], in: self)
    outcome.expectFailure(naming: words, sourceLocation: sourceLocation)
    #expect(!exists("out"), "the run's folder was made", sourceLocation: sourceLocation)
    #expect(try contents() == before, "files were changed", sourceLocation: sourceLocation)
  }
}

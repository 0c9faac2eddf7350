import Foundation

/// Takes the text out of a PDF file by pdftotext, where that is installed.
enum PDFText {
  /// - Throws: ``ClaimTextError`` where pdftotext is not there or fails.
  static func text(of path: String) throws -> String {
    guard let program = program() else { throw ClaimTextError(path: path, reason: .noPDFReader) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-enc", "UTF-8", "-nopgbrk", path.hasPrefix("-") ? "./" + path : path, "-"]
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    do { try process.run() } catch { throw ClaimTextError(path: path, reason: .noPDFReader) }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let detail = message.split(separator: "\n").first.map(String.init) ?? "exit code \(process.terminationStatus)"
      throw ClaimTextError(path: path, reason: .pdf(detail))
    }
    return joined(String(decoding: text, as: UTF8.self))
  }

  private static func program() -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return folders.map { $0 + "/pdftotext" }.first(where: FileManager.default.isExecutableFile)
  }

  /// Joins words that a line end divides.
  static func joined(_ text: String) -> String { text.replacing(/([a-z])-\n([a-z])/) { "\($0.1)\($0.2)" } }
}

import Core
import Foundation
import Results

/// The folder of a draw: the tables of what was drawn, and the page for raters.
package enum RaterFolder {
  /// Writes all files into a folder, which is made unless it is there.
  ///
  /// - Parameter tables: the text of each table by its name.
  /// - Returns: their paths.
  /// - Throws: ``RatingError`` where the folder holds another draw, whose ratings would lose their meaning;
  ///   `ResultsError` when the system refuses.
  package static func write(
    _ tables: [(name: String, text: String)], page: String, to folder: String
  ) throws -> [String] {
    for table in tables {
      let former = FileManager.default.contents(atPath: folder + "/" + table.name)
      guard former == nil || former == Data(table.text.utf8) else {
        throw RatingError(.otherDraw(folder, file: table.name))
      }
    }
    try RunFolder.makeFolder(folder)
    // The page last, so that nobody rates what no table names.
    let files = tables + [(pageName, page)]
    for file in files { try AtomicFile.write(file.text, to: folder + "/" + file.name) }
    return files.map { folder + "/" + $0.name }
  }

  private static let pageName = "rate.html"

  /// The path of the table of a draw: the one given, or that beside the first of some ratings.
  ///
  /// - Throws: ``RatingError`` where there is no such file beside them.
  package static func table(
    _ given: String?, named name: String, option: String, beside ratings: [String]
  ) throws -> String {
    if let given { return given }
    let folder = ((ratings.first ?? "") as NSString).deletingLastPathComponent
    let path = folder.isEmpty ? name : folder + "/" + name
    guard FileManager.default.fileExists(atPath: path) else { throw RatingError(.noDraw(path, option: option)) }
    return path
  }
}

import Foundation

/// One member of a zip file, such as the text of a document.
package enum ArchivedFile {
  /// The most bytes that a member may have.
  private static let most = 1 << 28

  /// The bytes of a member; nil where the archive has none of the name, or a larger one than 256 MB.
  ///
  /// - Throws: ``ArchiveError`` when the archive or the member cannot be read.
  package static func bytes(of name: String, in path: String) throws -> [UInt8]? {
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    let archive = try ZipArchive(path: path, fileSize: size)
    guard let member = archive.members.first(where: { $0.name == name }), member.size <= most else { return nil }
    return try archive.read(member, first: member.size)
  }
}

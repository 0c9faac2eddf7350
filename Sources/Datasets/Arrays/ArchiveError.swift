import Core

/// The reason why an array of an archive could not be read.
package struct ArchiveError: ExplainedError {
  package enum Reason: Error, Equatable {
    case archive(String)
    case noArrays(members: [String])
    case noSuchArray(String, available: [String])
    /// Ids asked for by a name that no array or list has.
    case noSuchIDs(String, available: [String])
    case chooseArray(available: [String])
    case encryptedMember(String)
    case memberRatio(String, size: Int, compressed: Int, limit: Int)
    case memberTruncated(String, declared: Int, found: Int)
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var failure: String { "cannot read \(path)" }

  package var cause: String {
    switch reason {
    case .archive(let message): "the zip archive: \(message)"
    case .noArrays(let members):
      members.isEmpty ? "it holds no array" : "it holds no array, only \(list(members))"
    case .noSuchArray(let name, let available): "there is no array \"\(name)\"; there are \(list(available))"
    case .noSuchIDs(let name, let available):
      "the ids should be in \"\(name)\", which it does not have; it has \(list(available))"
    case .chooseArray(let available): "it has \(available.count.grouped) arrays: \(list(available))"
    case .encryptedMember(let name): "the array \(name) is encrypted"
    case .memberRatio(let name, let size, let compressed, let limit):
      "the array \(name) would grow from \(compressed.grouped) to \(counted(size, "byte")), more than \(limit.grouped) times"
    case .memberTruncated(let name, let declared, let found):
      "\(counted(declared, "byte")) of \(name) were expected, \(found.grouped) could be read"
    }
  }

  package var hint: String {
    switch reason {
    case .archive: "save it again with numpy.savez"
    case .noArrays: "save arrays with numpy.savez or safetensors; other archives, such as PyTorch's, are not read"
    case .noSuchArray(_, let available), .chooseArray(let available):
      "name one of these: \(path):\(available.first ?? "name") on the command line, member: \(available.first ?? "name") "
        + "in an experiment file"
    case .noSuchIDs(_, let available):
      "name one of these: --id-column \(available.first ?? "name"), id-column: \(available.first ?? "name") in an experiment "
        + "file"
    case .encryptedMember: "save it without a password"
    case .memberRatio: "if that is right, save it uncompressed: numpy.savez in place of savez_compressed"
    case .memberTruncated: "the archive may be damaged; save it again"
    }
  }
}

extension [String] {
  /// The array to read: the one asked for, the only one, or the first of those preferred.
  package func chosen(_ asked: String?, preferring preferred: [String], path: String) throws(ArchiveError) -> String {
    if let asked {
      guard contains(asked) else { throw ArchiveError(path: path, reason: .noSuchArray(asked, available: self)) }
      return asked
    }
    if count == 1 { return self[0] }
    guard let first = preferred.first(where: contains) else {
      throw ArchiveError(path: path, reason: .chooseArray(available: self))
    }
    return first
  }
}

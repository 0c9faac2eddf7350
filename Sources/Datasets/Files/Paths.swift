/// `folder` and `name` with one slash between them.
func joined(_ folder: String, _ name: String) -> String {
  folder.isEmpty || folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
}

/// The part of a path after its last slash.
func lastComponent(_ path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

/// The folder that a path's last component is in; empty for the current one.
func parentFolder(_ path: String) -> String {
  path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
}

/// The ending of a path's last component, in lower case and without its dot; empty when there is none.
package func fileExtension(_ path: String) -> String {
  let name = lastComponent(path)
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
  return name[name.index(after: dot)...].lowercased()
}

/// A path's last component without its ending.
package func fileStem(_ path: String) -> String {
  let name = lastComponent(path)
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
  return String(name[..<dot])
}

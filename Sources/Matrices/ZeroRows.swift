import Core

extension Notice {
  /// A note on rows that no scaling brings to length 1; nil for none.
  package static func ofZeroRows(_ count: Int) -> Notice? {
    guard count > 0 else { return nil }
    return Notice(
      kind: "zero-rows",
      message:
        "\(counted(count, "row")) of zeros \(count == 1 ? "has" : "have") no direction and \(count == 1 ? "stays" : "stay") "
        + "at 0, at distance 1 from all others of length 1")
  }
}

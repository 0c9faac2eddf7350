import Foundation

/// Pictures of the page, kept when `FUSEBENCH_PICTURES` names a folder for them.
enum Pictures {
  static func keep(_ picture: Data, as name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["FUSEBENCH_PICTURES"] else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try picture.write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(name).png"))
  }

  /// Prints what was measured beside them.
  static func say(_ text: String) {
    if ProcessInfo.processInfo.environment["FUSEBENCH_PICTURES"] != nil { print("browser: \(text)") }
  }
}

extension Chromium {
  /// Keeps a picture of the window as it is.
  func keepPicture(as name: String) async throws {
    try await settle()
    try Pictures.keep(await picture(), as: name)
  }

  /// Scrolls the explorer to the top of the window.
  func goToExplorer() async throws {
    try await run(
      "document.documentElement.style.scrollBehavior = 'auto'; document.getElementById('explorer').scrollIntoView()")
    try await settle()
  }

  /// Returns the place of a map in the window: left, top, width, height.
  func map(_ pane: Int) async throws -> [Double] {
    try await evaluate(
      "(({ left, top, width, height }) => [left, top, width, height])"
        + "(explorer.panes[\(pane)].map.getBoundingClientRect())", as: [Double].self)
  }

  /// The first item from `start` on that no other one covers, in the upper part of the first map.
  func clearItem(from start: Int = 0) async throws -> Int {
    try await evaluate(
      """
      ((pane) => [...Array(pane.space.count).keys()].find((item) => {
        const [x, y] = pane.view.toPixels(pane.points[2 * item], pane.points[2 * item + 1]);
        return item >= \(start) && pane.pointAt(x, y, 14) === item && y < pane.view.height / 2;
      }))(explorer.panes[0])
      """, as: Int.self)
  }

  /// Returns the place of an item in the window.
  func place(of item: Int, in pane: Int = 0) async throws -> (x: Double, y: Double) {
    let corner = try await map(pane)
    let place = try await evaluate(
      "((pane, point) => pane.view.toPixels(pane.points[2 * point], pane.points[2 * point + 1]))"
        + "(explorer.panes[\(pane)], \(item))", as: [Double].self)
    return (corner[0] + place[0], corner[1] + place[1])
  }

  /// Drags the mouse along a path with a button held down.
  func drag(_ path: [(x: Double, y: Double)], modifiers: Int = 0) async throws {
    guard let first = path.first, let last = path.last else { return }
    try await mouse("mouseMoved", first.x, first.y, modifiers: modifiers)
    try await mouse("mousePressed", first.x, first.y, button: "left", modifiers: modifiers)
    for place in path { try await mouse("mouseMoved", place.x, place.y, button: "left", modifiers: modifiers) }
    try await mouse("mouseReleased", last.x, last.y, button: "left", modifiers: modifiers)
    try await settle()
  }

  /// The texts of all elements that a selector finds.
  func texts(_ selector: String) async throws -> [String] {
    try await evaluate(
      "[...document.querySelectorAll('\(selector)')].map((one) => one.textContent.trim())", as: [String].self)
  }

  func count(_ selector: String) async throws -> Int {
    try await evaluate("document.querySelectorAll('\(selector)').length", as: Int.self)
  }
}

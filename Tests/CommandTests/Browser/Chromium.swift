import Foundation
import Synchronization

/// A Chromium without a window, spoken to by its DevTools protocol through a pair of pipes: JSON, ended by a zero byte.
final class Chromium: Sendable {
  /// The browser that is installed; nil when there is none.
  static let executable: String? = {
    let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome"]
    return names.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private struct State {
    var messages = 0
    var buffer = Data()
    var session: String?
    var problems: [String] = []
    var requests: [String] = []
  }

  private let process = Process()
  private let toBrowser = Pipe()
  private let fromBrowser = Pipe()
  private let profile: URL
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "chromium")

  init() throws {
    profile = FileManager.default.temporaryDirectory.appendingPathComponent("fusebench-chromium-\(UUID().uuidString)")
    signal(SIGPIPE, SIG_IGN)
    let options = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
      "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(profile.path)",
      "--remote-debugging-pipe", "about:blank",
    ]
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The protocol goes in through descriptor 3 and out through 4, which Process cannot set.
    process.arguments =
      ["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null", Self.executable ?? "chromium"]
      + options
    process.standardInput = toBrowser
    process.standardOutput = fromBrowser
    try process.run()
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: profile)
  }

  /// Opens a page in a window of a size and waits until it is drawn.
  func open(_ file: String, width: Int = 1360, height: Int = 900) async throws {
    if state.withLock({ $0.session == nil }) { try await attach() }
    try await resize(width: width, height: height)
    try await prefer("light")
    _ = try await call("Page.navigate", ["url": URL(fileURLWithPath: file).absoluteString])
    while try await evaluate("document.readyState", as: String.self) != "complete" {
      try await Task.sleep(for: .milliseconds(30))
    }
    try await settle()
  }

  private func attach() async throws {
    struct Targets: Decodable {
      struct Target: Decodable { let type, targetId: String }
      let targetInfos: [Target]
    }
    struct Session: Decodable { let sessionId: String }
    let targets = try await call("Target.getTargets", as: Targets.self).targetInfos
    guard let page = targets.first(where: { $0.type == "page" }) else { throw Failure(description: "no page") }
    let session = try await call(
      "Target.attachToTarget", ["targetId": page.targetId, "flatten": true], as: Session.self)
    state.withLock { $0.session = session.sessionId }
    for domain in ["Page", "Runtime", "Log", "Network"] { _ = try await call("\(domain).enable") }
    // A window that nobody sees has no focus of its own.
    _ = try await call("Emulation.setFocusEmulationEnabled", ["enabled": true])
  }

  /// Returns the value of a script, awaited if it is a promise.
  func evaluate<Value: Decodable & Sendable>(_ script: String, as type: Value.Type) async throws -> Value {
    let answer = try await call(
      "Runtime.evaluate", ["expression": script, "awaitPromise": true, "returnByValue": true], as: Answer<Value>.self)
    guard let value = answer.result.value else {
      throw Failure(description: "\(answer.exceptionDetails?.text ?? "no value"): \(script)")
    }
    return value
  }

  /// Runs a script for what it does.
  func run(_ script: String) async throws { _ = try await evaluate("\(script); true", as: Bool.self) }

  /// Waits for two frames, in which what was asked for has been drawn.
  func settle() async throws {
    let script = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame("
    _ = try await evaluate(script + "() => setTimeout(() => done(true), 50))))", as: Bool.self)
  }

  /// A picture of the window as PNG.
  func picture() async throws -> Data {
    struct Picture: Decodable { let data: Data }
    return try await call("Page.captureScreenshot", ["format": "png"], as: Picture.self).data
  }

  func resize(width: Int, height: Int, isPhone: Bool = false) async throws {
    _ = try await call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": isPhone ? 2 : 1, "mobile": isPhone])
  }

  func prefer(_ scheme: String) async throws {
    _ = try await call(
      "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
  }

  /// Shows the page as it is printed.
  func print() async throws { _ = try await call("Emulation.setEmulatedMedia", ["media": "print"]) }

  /// Moves, presses or lets go the mouse; `modifiers` is 8 for Shift.
  func mouse(_ type: String, _ x: Double, _ y: Double, button: String = "none", modifiers: Int = 0) async throws {
    _ = try await call(
      "Input.dispatchMouseEvent",
      [
        "type": type, "x": x, "y": y, "button": button, "buttons": button == "left" ? 1 : 0,
        "clickCount": button == "left" ? 1 : 0, "modifiers": modifiers,
      ])
  }

  func press(_ key: String) async throws {
    for type in ["keyDown", "keyUp"] { _ = try await call("Input.dispatchKeyEvent", ["type": type, "key": key]) }
  }

  func type(_ text: String) async throws { _ = try await call("Input.insertText", ["text": text]) }

  /// The messages of the console and the exceptions that were thrown.
  var problems: [String] { state.withLock { $0.problems } }
  /// The address of everything that was asked for.
  var requests: [String] { state.withLock { $0.requests } }

  // MARK: - The protocol

  private struct Answer<Value: Decodable & Sendable>: Decodable {
    struct Outcome: Decodable { let value: Value? }
    struct Exception: Decodable { let text: String }
    let result: Outcome
    let exceptionDetails: Exception?
  }

  private struct Envelope<Result: Decodable>: Decodable { let result: Result }

  private func call<Result: Decodable & Sendable>(
    _ method: String, _ parameters: [String: Any] = [:], as type: Result.Type
  ) async throws -> Result {
    try JSONDecoder().decode(Envelope<Result>.self, from: await call(method, parameters)).result
  }

  /// Sends a command and waits for its answer; the events before it are noted.
  private func call(_ method: String, _ parameters: [String: Any] = [:]) async throws -> Data {
    let (id, session) = state.withLock { state in
      state.messages += 1
      return (state.messages, state.session)
    }
    var message: [String: Any] = ["id": id, "method": method, "params": parameters]
    message["sessionId"] = session
    let data = try JSONSerialization.data(withJSONObject: message) + Data([0])
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try self.exchange(data, id) }) }
    }
  }

  private func exchange(_ data: Data, _ id: Int) throws -> Data {
    try toBrowser.fileHandleForWriting.write(contentsOf: data)
    while true {
      let message = try next()
      guard let object = try JSONSerialization.jsonObject(with: message) as? [String: Any] else { continue }
      guard object["id"] as? Int == id else {
        note(object)
        continue
      }
      if let error = object["error"] { throw Failure(description: "\(error)") }
      return message
    }
  }

  /// The next message, within half a minute.
  private func next() throws -> Data {
    let handle = fromBrowser.fileHandleForReading
    while true {
      let whole: Data? = state.withLock { state in
        guard let end = state.buffer.firstIndex(of: 0) else { return nil }
        defer { state.buffer = Data(state.buffer[(end + 1)...]) }
        return Data(state.buffer[..<end])
      }
      if let whole { return whole }
      var descriptor = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 30_000) > 0 else { throw Failure(description: "the browser does not answer") }
      let data = handle.availableData
      guard !data.isEmpty else { throw Failure(description: "the browser has ended") }
      state.withLock { $0.buffer.append(data) }
    }
  }

  private func note(_ event: [String: Any]) {
    let parameters = event["params"] as? [String: Any] ?? [:]
    switch event["method"] as? String {
    case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded":
      state.withLock { $0.problems.append("\(parameters)") }
    case "Network.requestWillBeSent":
      let address = (parameters["request"] as? [String: Any])?["url"] as? String ?? ""
      state.withLock { $0.requests.append(String(address.prefix(200))) }
    default: break
    }
  }
}

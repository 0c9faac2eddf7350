import ArgumentParser

@main
struct Fusebench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fusebench", abstract: "Which features cluster best, does fusing them help, and by how much?")
}

/// The version of fusebench, as `--version` prints it and every run records it.
package let fusebenchVersion = "0.1.0"

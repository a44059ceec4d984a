"""Jupyter's own test suite for kernels, and a few exchanges that need a live stdin channel.

The kernel is found under the name `ferrolab` in JUPYTER_PATH. Of jupyter_kernel_test, all tests apply
but the one for the pager, which Ferrolab does not use: what is asked for is shown below the cell.
"""

import unittest
from queue import Empty

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel

# A busy machine may be slow; nothing here is a measurement.
PATIENCE = 300
jupyter_kernel_test.TIMEOUT = PATIENCE


class FerrolabTests(jupyter_kernel_test.KernelTests):
    kernel_name = "ferrolab"
    language_name = "rust"
    file_extension = ".rs"
    code_hello_world = 'println!("hello, world");'
    code_stderr = 'eprintln!("to stderr");'
    code_generate_error = 'panic!("on purpose")'
    code_inspect_sample = "read_csv"
    code_clear_output = "clear_output(false);"
    completion_samples = [
        {"text": "read_c", "matches": {"read_csv", "read_csv_with"}},
        {"text": "let x = LogisticR", "matches": {"LogisticRegression", "LogisticRegressionCv"}},
        {"text": ":tim", "matches": {"timing"}},
    ]
    complete_code_samples = ["1", "let x = 1;", "fn f() -> i32 {\n    1\n}", ":vars", "// a comment", ""]
    incomplete_code_samples = ["fn f() {", "let x = (1,", 'let s = "open', "/* open", "if true {\n    1"]
    invalid_code_samples = ["let x = );", "fn ] f() {}"]
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"text"', "result": '"text"'},
        {"code": "vec![1, 2]", "result": "[1, 2]"},
        {"code": 'df!["a" => [1]]?', "mime": "text/html"},
        {"code": "plot::hist(&[1.0, 2.0])", "mime": "image/svg+xml"},
    ]
    code_display_data = [
        {"code": 'display(&MimeBundle::text("t").html("<b>t</b>"));', "mime": "text/html"},
        {"code": "display(&plot::hist(&[1.0, 2.0]));", "mime": "image/svg+xml"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ? 2*"

    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name=cls.kernel_name, startup_timeout=PATIENCE)
        cls.quick = cls.kc.iopub_channel.get_msg
        # The suite waits a tenth of a second for each output.
        cls.kc.iopub_channel.get_msg = lambda timeout=None: cls.quick(timeout=PATIENCE)

    def flush_channels(self):
        for receive in (self.kc.shell_channel.get_msg, self.quick):
            while True:
                try:
                    jupyter_kernel_test.validate_message(receive(timeout=0.1))
                except Empty:
                    break


class StdinTests(unittest.TestCase):
    """input() and its interruption, where the answer is up to a person."""

    def setUp(self):
        self.manager, self.client = start_new_kernel(kernel_name="ferrolab", startup_timeout=PATIENCE)
        self.addCleanup(self.manager.shutdown_kernel)
        self.addCleanup(self.client.stop_channels)

    def run_cell(self, code):
        return self.client.execute_interactive(code, timeout=PATIENCE, output_hook=lambda message: None)["content"]

    def test_a_line_is_asked_for(self):
        self.client.execute('let name = input("name? ")?; name.len()', allow_stdin=True)
        request = self.client.get_stdin_msg(timeout=PATIENCE)
        self.assertEqual(request["content"], {"prompt": "name? ", "password": False})
        self.client.input("Ada")
        self.assertEqual(self.client.get_shell_msg(timeout=PATIENCE)["content"]["status"], "ok")
        self.assertEqual(self.run_cell("assert_eq!(name, \"Ada\");")["status"], "ok")

    def test_the_wait_for_a_line_can_be_interrupted(self):
        self.assertEqual(self.run_cell("let kept = 5;")["status"], "ok")
        self.client.execute('let never = input("name? ")?;', allow_stdin=True)
        self.client.get_stdin_msg(timeout=PATIENCE)
        self.manager.interrupt_kernel()
        reply = self.client.get_shell_msg(timeout=PATIENCE)["content"]
        self.assertEqual((reply["status"], reply["ename"]), ("error", "KeyboardInterrupt"))
        self.assertEqual(self.run_cell("assert_eq!(kept, 5);")["status"], "ok")

    def test_without_a_person_it_is_an_error(self):
        self.client.execute('input("name? ")?', allow_stdin=False)
        reply = self.client.get_shell_msg(timeout=PATIENCE)["content"]
        self.assertEqual(reply["status"], "error")
        self.assertIn("cannot ask for input", reply["evalue"])

    def test_a_restart_forgets_and_counts_from_one(self):
        self.assertEqual(self.run_cell("let x = 1;")["status"], "ok")
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=PATIENCE)
        reply = self.run_cell("x")
        self.assertEqual((reply["status"], reply["execution_count"]), ("error", 1))


if __name__ == "__main__":
    unittest.main(verbosity=2)
